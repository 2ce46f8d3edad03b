package etl.postgres;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;

/** Where libpq looks for its files. */
final class LibpqFiles {
  private LibpqFiles() {}

  /** The user's home folder. */
  static Path home(Function<String, String> environment) {
    String home = environment.apply("HOME");
    return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home);
  }

  /**
   * A file that the settings name.
   *
   * @param wrong the message if the name cannot be a file's
   */
  static Path named(String name, String wrong) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw DatabaseUrl.invalid(wrong);
    }
  }
}
