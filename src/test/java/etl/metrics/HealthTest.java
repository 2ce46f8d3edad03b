package etl.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.consume.report.StopReason;
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
  private long received;
  private long decided;

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
      receive(0);
      health.reached(Dependency.DATABASE);
      step(0);
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
    step(0);
    assertThat(health.stuck()).contains("received");
  }

  @Test
  void transaction_that_never_ends_is_stuck_although_heartbeats_go_on() {
    start();
    receive(1);
    for (Duration t = Duration.ZERO; t.compareTo(Health.LONGEST_WRITE) <= 0; t = t.plus(SOON)) {
      assertThat(health.stuck()).isEmpty();
      hands.pass(SOON);
      health.on(new ConsumeEvent.Extended(1));
      step(1);
    }
    assertThat(health.stuck()).contains("written");
  }

  @Test
  void discarded_messages_are_not_waited_for() {
    start();
    for (Duration t = Duration.ZERO; t.compareTo(Health.LONGEST_WRITE) <= 0; t = t.plus(SOON)) {
      receive(1);
      decided++;
      hands.pass(SOON);
      step(1);
    }
    assertThat(health.stuck()).isEmpty();
  }

  @Test
  void slow_queue_does_not_make_the_writer_look_stuck() {
    start();
    for (int i = 0; i < 100; i++) {
      receive(1);
      health.on(new ConsumeEvent.Committed(List.of(event()), new WriteResult(1, 0), SOON));
      decided++;
      hands.pass(SOON);
      health.on(new ConsumeEvent.Extended(1));
      step(1);
      assertThat(health.stuck()).isEmpty();
    }
  }

  @Test
  void outage_makes_it_not_ready_and_not_dead_until_it_is_over() {
    start();
    receive(10);
    for (int i = 0; i < 100; i++) {
      health.on(new ConsumeEvent.Outage(Dependency.DATABASE, new IllegalStateException(), SOON));
      hands.pass(SOON);
      step(10);
      assertThat(health.stuck()).isEmpty();
      assertThat(health.notReady()).contains("database");
    }
    health.on(new ConsumeEvent.Extended(10));
    hands.pass(Duration.ofSeconds(1));
    health.on(new ConsumeEvent.Recovered(Dependency.DATABASE, SOON));
    assertThat(health.notReady()).isEmpty();
  }

  @Test
  void side_that_was_not_reached_lately_makes_it_not_ready() {
    start();
    hands.pass(Health.LATELY.plusSeconds(1));
    receive(0);
    assertThat(health.notReady()).contains("database").doesNotContain("queue");
  }

  @Test
  void one_that_stops_is_not_ready() {
    start();
    health.on(new ConsumeEvent.Stopping(StopReason.SIGNAL));
    assertThat(health.notReady()).contains("stopping");
  }

  private void start() {
    QueueTraits queue =
        new QueueTraits("http://localhost/0/q", Duration.ofSeconds(30), false, false);
    health.on(new ConsumeEvent.Started(queue));
    step(0);
  }

  private void receive(int messages) {
    received += messages;
    health.on(new ConsumeEvent.Received(messages, messages, SOON));
    step(messages);
  }

  /** A step, with what was received and is not decided still open. */
  private void step(int inHand) {
    ConsumeCounts counts = new ConsumeCounts(received, 0, 0, 0, 0, 0, decided, 0);
    health.on(new ConsumeEvent.Stepped(inHand, inHand, counts));
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
