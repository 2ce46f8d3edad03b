package etl.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prometheus's own tool looks at the alerts. */
@Tag("debian")
class PrometheusRulesTest {
  private static final Path FOLDER = Path.of("src/main/deploy/prometheus");

  @Test
  void alerts_fire_and_resolve_as_their_tests_say() throws Exception {
    promtool("check", "rules", "etl.rules.yml");
    promtool("test", "rules", "etl.rules.test.yml");
  }

  private static void promtool(String... args) throws IOException, InterruptedException {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    if (!there) {
      System.out.println("skipped: there is no promtool (Debian package prometheus)");
    }
    assumeTrue(there, "there is no promtool");
    ProcessBuilder builder = new ProcessBuilder("promtool");
    builder.command().addAll(Arrays.asList(args));
    builder.directory(FOLDER.toFile()).redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
