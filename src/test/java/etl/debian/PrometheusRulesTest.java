package etl.debian;

import etl.testing.DebianProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prometheus's own tool looks at the alerts. */
@Tag("debian")
@Tag("servers")
class PrometheusRulesTest {
  private static final Path FOLDER = Path.of("src/main/deploy/prometheus");

  @Test
  void alerts_fire_and_resolve_as_their_tests_say() throws Exception {
    DebianProgram promtool = new DebianProgram("promtool", "prometheus");
    promtool.assumeInstalled();
    promtool.run(FOLDER, "check", "rules", "etl.rules.yml");
    promtool.run(FOLDER, "test", "rules", "etl.rules.test.yml");
  }
}
