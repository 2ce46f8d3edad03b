package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ElasticMq;
import etl.testing.Lane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four consumers on one queue and an empty database, as a deployment of four replicas begins. */
class StartedTogetherIT {
  private static final int CONSUMERS = 4;
  private static final int MESSAGES = Lane.shortOrLong(4_000, 20_000);

  @TempDir Path folder;

  @Test
  void they_make_one_schema_without_an_error_and_share_the_work() {
    try (Scene scene = new Scene(folder, ElasticMq.shared().queue())) {
      List<ConsumerProcess> consumers = new ArrayList<>();
      for (int i = 0; i < CONSUMERS; i++) {
        consumers.add(scene.consumer("--follow", "--log-level", "debug"));
      }
      consumers.forEach(consumer -> consumer.awaitLog("consume.started", 1));
      scene.messages().send(MESSAGES);
      scene.awaitAllStoredOnce();
      consumers.forEach(ConsumerProcess::terminate);
      consumers.forEach(scene::assertEndedWell);
      List<Integer> shares =
          consumers.stream().map(c -> c.summary().get("received").getAsInt()).toList();
      System.out.println("started together: received " + shares);
      assertThat(shares).allMatch(share -> share > 0);
      assertThat(consumers).noneMatch(consumer -> consumer.err().matches("(?s).*(ERROR|outage).*"));
    }
  }
}
