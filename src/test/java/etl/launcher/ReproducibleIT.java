package etl.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever builds the same sources gets the same bytes, and so can check what others built. */
@Tag("long")
class ReproducibleIT {
  private static final List<String> SOURCES =
      List.of("pom.xml", "src", "bin", "completions", "README.md", "LICENSE");

  private static final String BUILD =
      """
      umask "$1"
      mkdir -p "$2"
      for source in $3; do cp -R "$source" "$2"; done
      cd "$2"
      mvn -q -B $4 -DskipTests package
      """;

  @TempDir Path folder;

  @Test
  void folder_umask_and_time_zone_are_not_in_what_is_built() throws Exception {
    Path one = build("022", "UTC", folder.resolve("one"));
    Path other = build("077", "Asia/Kathmandu", folder.resolve("an/other"));
    for (String pattern : List.of("etl.jar", "etl-*.tar.gz")) {
      assertThat(only(other, pattern)).hasSameBinaryContentAs(only(one, pattern));
    }
  }

  /** Returns the folder of what was built. */
  private static Path build(String umask, String zone, Path to) throws Exception {
    String sources = String.join(" ", SOURCES);
    String offline = "offline=true".equals(System.getProperty("tests.maven")) ? "-o" : "";
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-euc", BUILD, "sh", umask, to.toString(), sources, offline);
    builder.environment().put("TZ", zone);
    assertThat(builder.inheritIO().start().waitFor()).isZero();
    return to.resolve("target");
  }

  private static Path only(Path target, String pattern) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      String expression = pattern.replace(".", "\\.").replace("*", ".*");
      return files
          .filter(file -> file.getFileName().toString().matches(expression))
          .findAny()
          .orElseThrow();
    }
  }
}
