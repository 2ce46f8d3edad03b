package etl.masking;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who may read a key file: the user alone. A file of the superuser may be read by the user's group
 * too, as secrets that are mounted into a container are.
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
   * Looks whether others can read a file.
   *
   * @throws KeysException if they can, or it is no regular file
   */
  static void check(Path file) throws IOException {
    PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
    if (!found.isRegularFile()) {
      throw new KeysException("key file " + file + ": not a regular file");
    }
    UserPrincipal user = user();
    boolean superuser = user.getName().equals(SUPERUSER);
    boolean mine = found.owner().equals(user);
    boolean superusers = found.owner().getName().equals(SUPERUSER);
    if (!mine && !superusers && !superuser) {
      throw new KeysException("key file " + file + ": it belongs to another user");
    }
    Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
    others.addAll(found.permissions());
    others.removeAll(USERS);
    if (superusers && !mine) {
      others.remove(PosixFilePermission.GROUP_READ);
    }
    if (!others.isEmpty()) {
      throw new KeysException(
          "key file " + file + ": others than its owner can use it; chmod 600 mends that");
    }
  }

  private static UserPrincipal user() throws IOException {
    // The kernel's word is better than the name that the JVM was given.
    Path process = Path.of("/proc/self");
    return Files.exists(process)
        ? Files.getOwner(process)
        : process
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
