package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ElasticMq;
import etl.testing.TestQueue;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A queue that is deleted under a follower, which is no outage: it may never come back. In the long
 * form only, as the server keeps the poll under way waiting.
 */
@Tag("long")
class QueueGoneIT {
  private static final int CONFIGURATION = 78;

  @TempDir Path folder;

  @Test
  void follower_stores_what_it_can_and_ends_with_an_error_of_configuration() {
    TestQueue queue = ElasticMq.shared().queue();
    try (Scene scene = new Scene(folder, queue)) {
      ConsumerProcess consumer = scene.consumer("--follow");
      scene.messages().send(200);
      scene.awaitStored(200);
      queue.delete();

      assertThat(consumer.code()).as(consumer.err()).isEqualTo(CONFIGURATION);
      assertThat(consumer.err()).contains("no such queue");
      consumer.assertSummaryAddsUp();
      scene.messages().assertStored(scene.database());
    }
  }
}
