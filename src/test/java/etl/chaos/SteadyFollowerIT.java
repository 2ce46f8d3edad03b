package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.Await;
import etl.testing.ElasticMq;
import etl.testing.TestQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A follower under steady traffic, measured early and late. */
class SteadyFollowerIT {
  private static final long EARLY_SECONDS = Form.of(10, 60);
  private static final long LATE_SECONDS = Form.of(20, 600);

  /** Five hundred messages a second, sent every tenth of one. */
  private static final int AT_ONCE = 50;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What comes and goes with the hour: a receiver more or less, a connection that is renewed. */
  private static final int SOME_THREADS = 4;

  private static final long SOME_BYTES = 8 << 20;

  @TempDir Path folder;

  private final TestQueue queue = ElasticMq.shared().queue();
  private final Messages messages = new Messages(queue);

  @Test
  void memory_and_threads_after_much_traffic_are_those_after_little() throws Exception {
    try (StoppablePostgres postgres = new StoppablePostgres(folder);
        Consumer consumer =
            Consumer.start(
                folder, queue.url(), postgres.port(), "", "--follow", "--metrics-port", "0")) {
      consumer.awaitLog("consume.started");
      long start = System.nanoTime();
      Footprint early = sendUntil(start, EARLY_SECONDS, consumer);
      Footprint late = sendUntil(start, LATE_SECONDS, consumer);
      System.out.printf("after %d s: %s%n", EARLY_SECONDS, early);
      System.out.printf("after %d s: %s, %d messages%n", LATE_SECONDS, late, messages.sent());
      assertThat(late.threads()).isLessThanOrEqualTo(early.threads() + SOME_THREADS);
      assertThat(late.liveBytes()).isLessThanOrEqualTo(early.liveBytes() + SOME_BYTES);
      Await.until("all is stored", () -> Messages.stored(postgres.database()) == messages.sent());
      consumer.terminate();
      assertThat(consumer.code()).isZero();
      messages.assertStored(postgres.database());
    }
  }

  private Footprint sendUntil(long start, long seconds, Consumer consumer)
      throws IOException, InterruptedException {
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    for (long next = System.nanoTime(); next < end; next += PAUSE_NANOS) {
      LockSupport.parkNanos(next - System.nanoTime());
      messages.send(AT_ONCE);
    }
    return Footprint.of(consumer.pid());
  }
}
