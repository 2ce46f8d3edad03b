package etl.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;

/**
 * A file of {@code KEY=value} lines, read as python-dotenv reads it. {@code export} may precede the
 * key. A quoted value may span lines. In double quotes, <code>\\ \' \" \a \b \f \n \r \t \v</code>
 * are escapes; in single quotes, <code>\\</code> and <code>\'</code> are. A value without quotes
 * ends before a {@code #} that follows a space. <code>${VAR}</code> and <code>${VAR:-default}
 * </code> are replaced by the variable of the process or, if it has none, of the lines above;
 * unlike python-dotenv, not in single quotes. {@code $VAR} stays as it is. If a key occurs twice,
 * the last one wins.
 */
public final class EnvFile {
  private static final String SUPERUSER = "root";

  private final Path file;

  public EnvFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the variables. Lines that are not {@code KEY=value} are skipped.
   *
   * @param process the process's own variables, which win in <code>${}</code>
   * @throws CommandFailure if there is no such file, or a line begins with a variable that commands
   *     use and is malformed; it is reported by its number only, as it may hold a password
   */
  public Map<String, String> read(Map<String, String> process) {
    return new EnvFileText(text(), process)
        .variables(
            line ->
                CommandFailure.configuration(
                    "env file " + file + ": line " + line + " is not KEY=value"));
  }

  /** Whether it can be read more than once, which a pipe cannot. */
  public boolean canBeReadAnew() {
    return Files.isRegularFile(file);
  }

  /**
   * Whether others than the user can read it. A file of the superuser may be read by the user's
   * group, too, as secrets that are mounted into a container are.
   */
  public boolean othersCanRead() {
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

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw CommandFailure.unreadable("env file " + file, e);
    }
  }
}
