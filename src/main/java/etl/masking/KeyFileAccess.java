package etl.masking;

import etl.doctor.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Checks who can read a key file: nobody but the user. A file owned by root may also be
 * group-readable, as secrets mounted into a container are.
 */
final class KeyFileAccess {
  private static final String SUPERUSER = "root";

  private static final Set<PosixFilePermission> USERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private KeyFileAccess() {}

  /**
   * Checks that nobody else can read a file.
   *
   * @throws KeysException if others can, or it is not a regular file
   */
  static void check(Path file) throws IOException {
    PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
    if (!found.isRegularFile()) {
      throw failure(file, "not a regular file", Remedy.NOT_KEYS);
    }
    UserPrincipal user = user();
    boolean superuser = user.getName().equals(SUPERUSER);
    boolean mine = found.owner().equals(user);
    boolean superusers = found.owner().getName().equals(SUPERUSER);
    if (!mine && !superusers && !superuser) {
      throw failure(file, "it belongs to another user", Remedy.KEY_FILE_CLOSED);
    }
    Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
    others.addAll(found.permissions());
    others.removeAll(USERS);
    if (superusers && !mine) {
      others.remove(PosixFilePermission.GROUP_READ);
    }
    if (!others.isEmpty()) {
      throw failure(file, "it is accessible by other users", Remedy.KEY_FILE_OPEN);
    }
  }

  private static KeysException failure(Path file, String what, Remedy remedy) {
    return new KeysException("key file " + file + ": " + what, remedy, null);
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
}
