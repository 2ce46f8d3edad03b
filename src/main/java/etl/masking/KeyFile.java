package etl.masking;

import etl.doctor.Remedy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A file that holds keys. */
public record KeyFile(Path file) implements KeySource {
  private static final String SUPERUSER = "root";
  private static final Set<PosixFilePermission> USERS =
      PosixFilePermissions.fromString("rwx------");

  private static final FileAttribute<?> FOR_THE_USER_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /**
   * Reads the keys.
   *
   * @throws KeysException if the file cannot be read, holds no keys, or is accessible by other
   *     users
   */
  @Override
  public Keyring read() {
    return attempt(
        () -> {
          checkAccess(file);
          return keys(Files.readAllBytes(file));
        });
  }

  /**
   * Creates the file, readable only by its owner, with one generation of random keys. Never
   * overwrites a file.
   *
   * @throws KeysException if the file exists or cannot be written
   */
  public Keyring create(Instant now) {
    return create(FreshKeys.create(now));
  }

  /**
   * Creates the file with these keys; it appears whole or not at all.
   *
   * @throws KeysException as {@link #create(Instant)} does
   */
  Keyring create(Keyring keys) {
    return attempt(
        () -> {
          Path fresh = fresh(file);
          try {
            write(fresh, keys);
            // Unlike a move, a link never replaces a file.
            Files.createLink(file, fresh);
          } finally {
            Files.deleteIfExists(fresh);
          }
          sync(file.toAbsolutePath().getParent());
          return keys;
        });
  }

  void delete() {
    attempt(() -> Files.deleteIfExists(file));
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Whether it is one file under two names. */
  boolean isSame(KeyFile other) {
    return exists() && other.exists() && attempt(() -> Files.isSameFile(file, other.file));
  }

  /**
   * Adds a generation of random keys. The file is replaced atomically and keeps its mode and owner:
   * a concurrent reader sees either the old file or the new one.
   *
   * @throws KeysException if it cannot be read or replaced, or is one of two; it is unchanged then
   */
  public Keyring rotate(Instant now) {
    return update(
        keys -> {
          if (keys.seals()) {
            throw failure(
                "it is one of two files, which are rotated together", Remedy.TWO_KEY_FILES, null);
          }
          return FreshKeys.rotated(keys, now);
        });
  }

  /** Replaces the keys in the file by others made of them, as {@link #rotate} does. */
  Keyring update(UnaryOperator<Keyring> change) {
    return attempt(
        () -> {
          // The target of a symbolic link is replaced, not the link.
          Path real = file.toRealPath();
          checkAccess(real);
          Object before = attributes(real).fileKey();
          // Two rotations at once must not lose one of the generations.
          try (FileChannel held =
              FileChannel.open(real, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            held.lock();
            PosixFileAttributes found = attributes(real);
            if (!found.fileKey().equals(before)) {
              throw failure(
                  "another process has just replaced it; check it and try again", null, null);
            }
            // Opening the file again would release the lock.
            Keyring keys = change.apply(keys(Channels.newInputStream(held).readAllBytes()));
            replace(real, keys, found);
            return keys;
          }
        });
  }

  /**
   * Checks that nobody but the user can read it. A file owned by root may also be group-readable,
   * as secrets mounted into a container are.
   */
  private void checkAccess(Path path) throws IOException {
    PosixFileAttributes found = attributes(path);
    if (!found.isRegularFile()) {
      throw failure("not a regular file", Remedy.NOT_KEYS, null);
    }
    UserPrincipal user = user();
    boolean superuser = user.getName().equals(SUPERUSER);
    boolean mine = found.owner().equals(user);
    boolean superusers = found.owner().getName().equals(SUPERUSER);
    if (!mine && !superusers && !superuser) {
      throw failure("it belongs to another user", Remedy.KEY_FILE_CLOSED, null);
    }
    Set<PosixFilePermission> others = new HashSet<>(found.permissions());
    others.removeAll(USERS);
    if (superusers && !mine) {
      others.remove(PosixFilePermission.GROUP_READ);
    }
    if (!others.isEmpty()) {
      throw failure("it is accessible by other users", Remedy.KEY_FILE_OPEN, null);
    }
  }

  private static UserPrincipal user() throws IOException {
    // The kernel knows better than the JVM's user.name property, which can be set to anything.
    Path process = Path.of("/proc/self");
    return Files.exists(process)
        ? Files.getOwner(process)
        : process
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }

  private static Path fresh(Path path) {
    return path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID());
  }

  private void replace(Path real, Keyring keys, PosixFileAttributes as) throws IOException {
    Path fresh = fresh(real);
    try {
      write(fresh, keys);
      if (!Files.getOwner(fresh).equals(as.owner())) {
        Files.setOwner(fresh, as.owner());
      }
      if (!attributes(fresh).group().equals(as.group())) {
        Files.getFileAttributeView(fresh, PosixFileAttributeView.class).setGroup(as.group());
      }
      Files.setPosixFilePermissions(fresh, as.permissions());
      Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
      sync(real.getParent());
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class);
  }

  private static void write(Path path, Keyring keys) throws IOException {
    Set<StandardOpenOption> anew =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(path, anew, FOR_THE_USER_ALONE)) {
      ByteBuffer text = ByteBuffer.wrap(KeyDocument.write(keys).getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
  }

  /** Makes the directory entry, too, survive a power failure. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Keyring keys(byte[] text) {
    return KeySource.text(new String(text, StandardCharsets.UTF_8), "key file " + file).read();
  }

  private interface FileCall<T> {
    T run() throws IOException;
  }

  private <T> T attempt(FileCall<T> access) {
    try {
      return access.run();
    } catch (NoSuchFileException e) {
      throw failure("no such file", Remedy.NO_KEY_FILE, e);
    } catch (FileAlreadyExistsException e) {
      throw failure("it already exists", Remedy.KEY_FILE_EXISTS, e);
    } catch (AccessDeniedException e) {
      throw failure("permission denied", Remedy.KEY_FILE_CLOSED, e);
    } catch (IOException e) {
      throw failure("cannot be read or written", null, e);
    } catch (UnsupportedOperationException e) {
      throw failure("its file system has no POSIX permissions", null, e);
    }
  }

  KeysException failure(String what, Remedy remedy, Throwable cause) {
    return new KeysException("key file " + file + ": " + what, remedy, cause);
  }
}
