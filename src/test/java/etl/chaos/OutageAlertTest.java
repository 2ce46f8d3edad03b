package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.Await;
import etl.testing.DebianProgram;
import etl.testing.ElasticMq;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real outage under the eyes of a real Prometheus; the alert takes its two minutes. */
@Tag("debian")
@Tag("servers")
class OutageAlertTest {
  private static final String ALERT = "EtlSideAway";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void alert_fires_while_the_database_is_away_and_resolves_when_it_is_back() throws IOException {
    new DebianProgram("prometheus", "prometheus").assumeInstalled();
    int port = freePort();
    try (Scene scene = new Scene(folder, ElasticMq.shared().queue());
        Prometheus prometheus = new Prometheus(folder, freePort(), port)) {
      ConsumerProcess consumer =
          scene.consumer("--follow", "--metrics-port", Integer.toString(port));
      consumer.awaitLog("consume.started", 1);
      assertThat(prometheus.state(ALERT)).isEqualTo("inactive");

      scene.postgres().stop();
      scene.messages().send(10);
      await(prometheus, "pending");
      await(prometheus, "firing");
      scene.postgres().start();
      await(prometheus, "inactive");

      scene.awaitAllStoredOnce();
      consumer.terminate();
      scene.assertEndedWell(consumer);
    }
  }

  private static void await(Prometheus prometheus, String state) {
    Await.until(PATIENCE, () -> ALERT + " " + state, () -> prometheus.state(ALERT).equals(state));
    System.out.println(
        LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + ALERT + " is " + state);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
