package etl.postgres;

import java.nio.file.Path;
import java.util.function.Function;

/** The user's home folder, as libpq finds it. */
final class Home {
  private Home() {}

  static Path of(Function<String, String> environment) {
    String home = environment.apply("HOME");
    return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home);
  }
}
