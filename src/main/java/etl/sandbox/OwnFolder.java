package etl.sandbox;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of the sandbox's own, which nobody but the user can enter. It is made so, or found so: a
 * folder that is there already is looked at, and never changed.
 */
final class OwnFolder {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private static final Set<PosixFilePermission> WRITING_OF_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  /** Where it is made within an empty folder that others can enter. */
  private static final String WITHIN = "etl-sandbox";

  /** By these a sandbox is known. */
  private static final List<String> MARKS = List.of("start.lock", "daemon.lock");

  private OwnFolder() {}

  /**
   * Makes the folder, or finds it.
   *
   * @return the folder, or one of its own within it, where it is empty and others can look into it
   * @throws UnfitException if what is there is not to be used
   * @throws IOException if it cannot be made
   */
  static Path at(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(folder, OWNER_ONLY);
    } catch (FileAlreadyExistsException e) {
      return existing(folder);
    }
    return folder.toRealPath();
  }

  private static Path existing(Path folder) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (found.isSymbolicLink()) {
      throw new UnfitException("it is a symbolic link: name the folder itself");
    } else if (!found.isDirectory()) {
      throw new UnfitException("it is no folder");
    } else if (!found.owner().equals(user())) {
      throw new UnfitException("it belongs to another user: name one of your own");
    }
    Set<PosixFilePermission> others = EnumSet.copyOf(found.permissions());
    others.retainAll(OF_OTHERS);
    boolean sandbox = MARKS.stream().anyMatch(mark -> Files.exists(folder.resolve(mark)));
    if (!sandbox && !isEmptyBut(folder, WITHIN)) {
      throw new UnfitException("it holds other files: name an empty one, or one to be made");
    } else if (others.isEmpty()) {
      return folder.toRealPath();
    } else if (sandbox || others.stream().anyMatch(WRITING_OF_OTHERS::contains)) {
      throw new UnfitException("others can use it: chmod 700, or name one to be made");
    }
    return at(folder.toRealPath().resolve(WITHIN));
  }

  private static boolean isEmptyBut(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> file.getFileName().toString().equals(name));
    }
  }

  /** By whom files are made here: the kernel knows it better than the JVM. */
  private static UserPrincipal user() throws IOException {
    try {
      return Files.getOwner(Path.of("/proc/self"));
    } catch (NoSuchFileException e) {
      return Path.of("/")
          .getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(System.getProperty("user.name"));
    }
  }

  /** A folder that is there and must not be used. */
  static final class UnfitException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitException(String why) {
      super(why);
    }
  }
}
