package etl.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Who can read an env file. */
final class EnvFileAccess {
  private static final String SUPERUSER = "root";

  private EnvFileAccess() {}

  /**
   * Whether others than the user can read a file. A file of the superuser may be read by the user's
   * group, too, as secrets that are mounted into a container are.
   */
  static boolean othersCanRead(Path file) {
    try {
      PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
      if (!found.isRegularFile()) {
        return false;
      }
      Set<PosixFilePermission> permissions = found.permissions();
      boolean lent =
          found.owner().getName().equals(SUPERUSER)
              && !System.getProperty("user.name").equals(SUPERUSER);
      return permissions.contains(PosixFilePermission.OTHERS_READ)
          || (permissions.contains(PosixFilePermission.GROUP_READ) && !lent);
    } catch (IOException | UnsupportedOperationException e) {
      // Reading it will say what is wrong with it; a file system without modes tells nothing.
      return false;
    }
  }
}
