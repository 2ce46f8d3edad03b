package etl.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where libpq looks for its files, and what is in its service files: sections of {@code
 * keyword=value}, each of them under a service's name.
 */
final class LibpqFiles {
  /** Where Debian's libpq looks; others have {@code PGSYSCONFDIR}. */
  private static final String SYSTEM_WIDE = "/etc/postgresql-common";

  private LibpqFiles() {}

  static Path home(Function<String, String> environment) {
    String home = environment.apply("HOME");
    return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home);
  }

  /** A file that the settings name; the message is for what cannot be a file's name. */
  static Path named(String name, String wrong) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw DatabaseUrl.invalid(wrong);
    }
  }

  /**
   * Looks a service's settings up as libpq does: in the file that is named, or the user's own, then
   * in the system-wide one.
   */
  static Map<String, String> service(
      String service, String named, Function<String, String> environment) {
    String system = environment.apply("PGSYSCONFDIR");
    Path systemWide = path(system == null ? SYSTEM_WIDE : system).resolve("pg_service.conf");
    Path own = named == null ? home(environment).resolve(".pg_service.conf") : path(named);
    if (named != null && !Files.exists(own)) {
      throw DatabaseUrl.invalid("there is no service file " + own);
    }
    String name = service.matches("[\\w.-]{1,60}") ? " " + service : "";
    return Stream.of(own, systemWide)
        .filter(Files::exists)
        .flatMap(file -> section(file, service).stream())
        .findFirst()
        .orElseThrow(
            () ->
                DatabaseUrl.invalid(
                    "there is no service" + name + " in " + own + " or " + systemWide));
  }

  private static Path path(String name) {
    return named(name, "the service file's name is no file name");
  }

  private static Optional<Map<String, String>> section(Path file, String service) {
    Map<String, String> settings = null;
    int number = 0;
    for (String raw : lines(file)) {
      number++;
      String line = raw.strip();
      if (line.startsWith("[") && settings != null) {
        break;
      } else if (line.startsWith("[")) {
        settings = line.equals("[" + service + "]") ? new LinkedHashMap<>() : null;
      } else if (settings != null && !line.isEmpty() && !line.startsWith("#")) {
        put(settings, line, file, number);
      }
    }
    return Optional.ofNullable(settings);
  }

  private static void put(Map<String, String> settings, String line, Path file, int number) {
    int equals = line.indexOf('=');
    String keyword = equals < 0 ? "" : line.substring(0, equals);
    if (keyword.equals("service") || keyword.equals("servicefile")) {
      throw wrong(file, number, "a service cannot name another one");
    }
    // What is not known is not quoted: it may be the rest of a password.
    if (!Keywords.isLibpqs(keyword)) {
      throw wrong(file, number, "it is no keyword=value of libpq's");
    }
    settings.putIfAbsent(keyword, line.substring(equals + 1));
  }

  private static RuntimeException wrong(Path file, int number, String why) {
    return DatabaseUrl.invalid("service file " + file + ", line " + number + ": " + why);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw DatabaseUrl.invalid("the service file " + file + " cannot be read");
    }
  }
}
