package etl.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import etl.consume.report.ConsumeEvent;
import etl.event.InMemoryEventQueue;
import etl.event.InMemoryMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages that are many times larger than those before them, and a database that is slow. */
class LargeMessagesTest {
  /** {@code -Dlarge.seed=N} replays one schedule. */
  private static final Long SEED = Long.getLong("large.seed");

  private static final int SCHEDULES = Integer.getInteger("large.schedules", 20);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int LARGEST_ANSWER = 10 << 20;

  @Test
  void large_messages_after_small_ones_wait_for_a_slow_database_without_expiring() {
    long first = SEED == null ? 1 : SEED;
    long last = SEED == null ? SCHEDULES : SEED;
    for (long seed = first; seed <= last; seed++) {
      try {
        new Surprise(new Random(seed)).run();
      } catch (RuntimeException | AssertionError e) {
        fail("schedule " + seed + " (replay it with -Dlarge.seed=" + seed + ")", e);
      }
    }
  }

  /** One follower whose memory holds a part of what its receives can bring at once. */
  private static final class Surprise {
    private final Random random;
    private final VirtualClock clock = new VirtualClock();
    private final Schedule schedule = new Schedule(clock);
    private final InMemoryEventQueue messages = new InMemoryEventQueue(clock, TIMEOUT, false);
    private final SimulatedStore store;
    private final SimulatedQueue queue;
    private final SimulatedProcess process;
    private final long memory;
    private final int small;
    private final int large;
    private final Chaos storeChaos;
    private int received;

    Surprise(Random random) {
      this.random = random;
      storeChaos = new Chaos(random, 0, 0, 0);
      Chaos queueChaos = new Chaos(random, 0, 0, 0);
      store = new SimulatedStore(storeChaos, clock, true);
      queue = new SimulatedQueue(messages, store, queueChaos, clock, new HashMap<>());
      memory = (8L + random.nextInt(16)) << 20;
      small = 1_500;
      large = 100;
      SettingsBuilder settings =
          new SettingsBuilder()
              .follow()
              .receivers(32)
              .writers(1 + random.nextInt(2))
              .memory(memory);
      process =
          new SimulatedProcess(
              schedule, clock, queue, store, settings.build(), this::listen, queueChaos);
    }

    private void listen(ConsumeEvent event) {
      if (event instanceof ConsumeEvent.Received receive) {
        received += receive.messages();
        if (received >= small - 200 && received - receive.messages() < small - 200) {
          largeOnesAreNear();
        }
      }
    }

    private void largeOnesAreNear() {
      if (random.nextInt(4) > 0) {
        store.slow(Duration.ofSeconds(5 + random.nextInt(15)));
      } else {
        storeChaos.outage(clock.instant(), Duration.ofSeconds(20 + random.nextInt(35)));
      }
    }

    private void send(int size) {
      String pad = "x".repeat(size);
      messages.send(
          "{\"user_id\":\"u\",\"ip\":\"192.0.2.1\",\"device_id\":\"d\",\"pad\":\"" + pad + "\"}");
    }

    void run() {
      for (int i = 0; i < small; i++) {
        send(0);
      }
      for (int i = 0; i < large; i++) {
        send(256 << 10);
      }
      Instant latest = clock.instant().plus(Duration.ofHours(2));
      process.step();
      process.runUntil(
          () -> store.committed().rows().size() == small + large || clock.instant().isAfter(latest),
          this::check);
      assertThat(store.committed().rows()).hasSize(small + large);
      // What had no room was given back, once, and was expected the next time.
      assertThat(messages.entries())
          .extracting(InMemoryMessage.Entry::receiveCount)
          .allMatch(count -> count <= 2);
    }

    private void check() {
      assertThat(process.run().budget.used()).isBetween(0L, memory + LARGEST_ANSWER);
      queue.onTheWay().forEach(receipt -> checkInvisible(receipt.messageId()));
      process.run().inHand.stream()
          .filter(delivery -> delivery.wantsHeartbeat() || delivery.extending)
          .forEach(delivery -> checkInvisible(delivery.receipt().messageId()));
    }

    private void checkInvisible(String id) {
      if (messages.entry(id).state() == InMemoryMessage.State.VISIBLE) {
        throw new AssertionError(id + " has expired, though its consumer lives");
      }
    }
  }
}
