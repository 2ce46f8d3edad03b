package etl.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import etl.consume.report.ConsumeListener.Dependency;
import etl.consume.report.StopReason;
import etl.event.DiscardedMessage;
import etl.event.MaskedEvent;
import etl.event.QueueTraits;
import etl.event.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Hands hands = new Hands();
  private final Health health = new Health(hands);

  @Test
  void before_the_start_it_is_alive_however_long_it_takes_and_not_ready() {
    hands.pass(Duration.ofHours(5));
    assertThat(health.stuck()).isEmpty();
    assertThat(health.notReady()).isNotEmpty();
  }

  @Test
  void idle_follower_is_alive_and_ready() {
    start();
    for (int i = 0; i < 100; i++) {
      hands.pass(SOON);
      health.received(0, 0, SOON);
      health.reached(Dependency.DATABASE);
      health.stepped(0, 0);
      assertThat(health.stuck()).isEmpty();
      assertThat(health.notReady()).isEmpty();
    }
  }

  @Test
  void pipeline_that_takes_no_step_is_stuck() {
    start();
    hands.pass(Health.LONGEST_SILENCE.plusSeconds(1));
    assertThat(health.stuck()).contains("step");
  }

  @Test
  void receive_that_never_ends_is_stuck() {
    start();
    hands.pass(Health.LONGEST_SILENCE.plusSeconds(1));
    health.stepped(0, 0);
    assertThat(health.stuck()).contains("received");
  }

  @Test
  void transaction_that_never_ends_is_stuck_although_heartbeats_go_on() {
    start();
    health.received(1, 1, SOON);
    for (Duration t = Duration.ZERO; t.compareTo(Health.LONGEST_WRITE) <= 0; t = t.plus(SOON)) {
      assertThat(health.stuck()).isEmpty();
      hands.pass(SOON);
      health.extended(1);
      health.stepped(1, 1);
    }
    assertThat(health.stuck()).contains("written");
  }

  @Test
  void discarded_messages_are_not_waited_for() {
    start();
    for (Duration t = Duration.ZERO; t.compareTo(Health.LONGEST_WRITE) <= 0; t = t.plus(SOON)) {
      health.received(1, 1, SOON);
      health.discarded(new DiscardedMessage("id", Instant.EPOCH, "ping"));
      hands.pass(SOON);
      health.stepped(1, 1);
    }
    assertThat(health.stuck()).isEmpty();
  }

  @Test
  void slow_queue_does_not_make_the_writer_look_stuck() {
    start();
    for (int i = 0; i < 100; i++) {
      health.received(1, 1, SOON);
      health.committed(List.of(event()), new WriteResult(1, 0), SOON);
      hands.pass(SOON);
      health.extended(1);
      health.stepped(1, 1);
      assertThat(health.stuck()).isEmpty();
    }
  }

  @Test
  void outage_makes_it_not_ready_and_not_dead_until_it_is_over() {
    start();
    health.received(10, 10, SOON);
    for (int i = 0; i < 100; i++) {
      health.outage(Dependency.DATABASE, new IllegalStateException(), SOON);
      hands.pass(SOON);
      health.stepped(10, 10);
      assertThat(health.stuck()).isEmpty();
      assertThat(health.notReady()).contains("database");
    }
    health.extended(10);
    hands.pass(Duration.ofSeconds(1));
    health.recovered(Dependency.DATABASE, SOON);
    assertThat(health.notReady()).isEmpty();
  }

  @Test
  void side_that_was_not_reached_lately_makes_it_not_ready() {
    start();
    hands.pass(Health.LATELY.plusSeconds(1));
    health.received(0, 0, SOON);
    assertThat(health.notReady()).contains("database").doesNotContain("queue");
  }

  @Test
  void one_that_stops_is_not_ready() {
    start();
    health.stopping(StopReason.SIGNAL);
    assertThat(health.notReady()).contains("stopping");
  }

  private void start() {
    health.started(new QueueTraits("http://localhost/0/q", Duration.ofSeconds(30), false));
    health.stepped(0, 0);
  }

  private static MaskedEvent event() {
    return new MaskedEvent("id", Instant.EPOCH, 0, List.of());
  }

  /** A clock that is moved by hand. */
  private static final class Hands extends Clock {
    private Instant now = Instant.EPOCH;

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
