package etl.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.StopReason;
import etl.event.InMemoryEventQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DrainTest {
  /** {@code -Ddrain.seed=N} replays one schedule. */
  private static final Long SEED = Long.getLong("drain.seed");

  private static final int SCHEDULES = Integer.getInteger("drain.schedules", 600);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void a_drain_ends_when_the_queue_has_been_empty_for_the_idle_time_and_not_before() {
    long first = SEED == null ? 1 : SEED;
    long last = SEED == null ? SCHEDULES : SEED;
    for (long seed = first; seed <= last; seed++) {
      try {
        new Drain(seed).run();
      } catch (RuntimeException | AssertionError e) {
        fail("schedule " + seed + " (replay it with -Ddrain.seed=" + seed + ")", e);
      }
    }
  }

  @Test
  void a_message_that_another_poll_brings_at_the_end_of_a_backlog_begins_the_idle_time_anew() {
    for (int idle : new int[] {3, 10}) {
      Drain drain = new Drain(1, new SettingsBuilder().receivers(8).idle(Duration.ofSeconds(idle)));
      for (int i = 0; i < 400; i++) {
        drain.send("");
      }
      drain.schedule.in(Duration.ofMillis(1_500), () -> drain.send(""));
      drain.run();

      Duration silent = Duration.between(drain.lastReceived, drain.clock.instant());
      assertThat(silent).isBetween(Duration.ofSeconds(idle), Duration.ofSeconds(idle + 2));
    }
  }

  @Test
  void a_drain_is_over_soon_after_the_idle_time() {
    Drain drain = new Drain(1, new SettingsBuilder().receivers(8));
    for (int i = 0; i < 400; i++) {
      drain.send("");
    }
    drain.run();

    Duration silent = Duration.between(drain.lastReceived, drain.clock.instant());
    assertThat(silent).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_800));
  }

  /** One consumer that drains a queue on which messages arrive and return meanwhile. */
  private static final class Drain {
    private final VirtualClock clock = new VirtualClock();
    private final Schedule schedule = new Schedule(clock);
    private final Map<String, List<String>> sentByGroup = new HashMap<>();
    private final InMemoryEventQueue messages;
    private final SimulatedQueue queue;
    private final SimulatedProcess process;
    private final Duration idle;
    private Instant lastReceived = clock.instant();

    Drain(long seed) {
      this(new Random(seed), null);
    }

    Drain(long seed, SettingsBuilder settings) {
      this(new Random(seed), settings);
    }

    private Drain(Random random, SettingsBuilder given) {
      boolean fifo = given == null && random.nextInt(4) == 0;
      boolean calm = given != null || random.nextInt(3) == 0;
      Chaos queueChaos =
          calm ? Chaos.none() : new Chaos(random, random.nextDouble() * 0.04, 0.01, 0.1);
      Chaos storeChaos = calm ? Chaos.none() : new Chaos(random, 0.02, 0, 0);
      if (given == null && random.nextInt(3) == 0) {
        // Longer than what is in hand waits for it: most is given back meanwhile.
        storeChaos.outage(
            clock.instant().plusMillis(random.nextInt(3_000)), TIMEOUT.multipliedBy(3));
      }
      messages = new InMemoryEventQueue(clock, TIMEOUT, fifo);
      SimulatedStore store = new SimulatedStore(storeChaos, clock, !fifo);
      queue = new SimulatedQueue(messages, store, queueChaos, clock, sentByGroup);
      SettingsBuilder settings = given == null ? settings(random) : given;
      idle = settings.build().idle();
      process =
          new SimulatedProcess(
              schedule, clock, queue, store, settings.build(), this::listen, queueChaos);
      if (given == null) {
        plan(random, fifo);
      }
    }

    private static SettingsBuilder settings(Random random) {
      SettingsBuilder settings =
          new SettingsBuilder()
              .idle(Duration.ofMillis(random.nextInt(30_000)))
              .outageLimit(Duration.ofMinutes(30))
              .receivers(1 + random.nextInt(12))
              .writers(1 + random.nextInt(3));
      return random.nextInt(5) == 0 ? settings.leaveRejects() : settings;
    }

    private void plan(Random random, boolean fifo) {
      int backlog = random.nextInt(100);
      int late = random.nextInt(8);
      for (int i = 0; i < backlog + late; i++) {
        String group = fifo ? "g" + random.nextInt(5) : "";
        Duration when = i < backlog ? Duration.ZERO : Duration.ofMillis(random.nextInt(60_000));
        schedule.in(when, () -> send(group));
      }
    }

    private void send(String group) {
      String body = "{\"user_id\":\"user\",\"ip\":\"192.0.2.1\",\"device_id\":\"d\"}";
      String id = messages.send(body, group);
      sentByGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(id);
    }

    private void listen(ConsumeEvent event) {
      if (event instanceof ConsumeEvent.Received receive && receive.messages() > 0) {
        lastReceived = clock.instant();
      }
    }

    void run() {
      Instant latest = clock.instant().plus(Duration.ofHours(1));
      process.step();
      process.runUntil(() -> clock.instant().isAfter(latest), () -> {});
      assertThat(process.alive()).as("it goes on for ever").isFalse();
      assertThat(process.run().ending.failure()).isNull();
      assertThat(process.summary().stoppedBy()).isEqualTo(StopReason.IDLE);
      assertThat(Duration.between(lastReceived, clock.instant()))
          .as("since the last message")
          .isGreaterThanOrEqualTo(idle);
      assertThat(queue.emptyFor())
          .as("how long nothing was there to be received")
          .isGreaterThanOrEqualTo(idle);
    }
  }
}
