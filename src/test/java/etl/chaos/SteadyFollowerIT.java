package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ElasticMq;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A follower under steady traffic, measured after one minute and after ten. */
@Tag("long")
class SteadyFollowerIT {
  private static final long EARLY_SECONDS = 60;
  private static final long LATE_SECONDS = 600;

  /** Five hundred messages a second, sent every tenth of one. */
  private static final int AT_ONCE = 50;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What comes and goes with the hour: a receiver more or less, a connection that is renewed. */
  private static final int SOME_THREADS = 4;

  private static final long SOME_BYTES = 8 << 20;

  @TempDir Path folder;

  @Test
  void memory_and_threads_after_much_traffic_are_those_after_little() throws Exception {
    try (Scene scene = new Scene(folder, ElasticMq.shared().queue())) {
      ConsumerProcess consumer = scene.consumer("--follow", "--metrics-port", "0");
      consumer.awaitLog("consume.started", 1);
      long start = System.nanoTime();
      Footprint early = sendUntil(start, EARLY_SECONDS, scene, consumer);
      Footprint late = sendUntil(start, LATE_SECONDS, scene, consumer);
      System.out.printf("after %d s: %s%n", EARLY_SECONDS, early);
      System.out.printf(
          "after %d s and %d messages: %s%n", LATE_SECONDS, scene.messages().sent(), late);
      assertThat(late.threads()).isLessThanOrEqualTo(early.threads() + SOME_THREADS);
      assertThat(late.liveBytes()).isLessThanOrEqualTo(early.liveBytes() + SOME_BYTES);
      scene.awaitAllStoredOnce();
      consumer.terminate();
      scene.assertEndedWell(consumer);
    }
  }

  private Footprint sendUntil(long start, long seconds, Scene scene, ConsumerProcess consumer)
      throws IOException, InterruptedException {
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    for (long next = System.nanoTime(); next < end; next += PAUSE_NANOS) {
      LockSupport.parkNanos(next - System.nanoTime());
      scene.messages().send(AT_ONCE);
    }
    return Footprint.of(consumer.pid());
  }
}
