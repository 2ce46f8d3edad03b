package etl.consume;

import static org.assertj.core.api.Assertions.assertThat;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeSummary;
import etl.consume.report.StopReason;
import etl.event.InMemoryEventQueue;
import etl.event.InMemoryMessage.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DelayedDeletesTest {
  private static final Duration DELAY = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final VirtualClock clock = new VirtualClock();
  private final Instant start = clock.instant();
  private final Schedule schedule = new Schedule(clock);
  private final Map<String, List<String>> sentByGroup = new HashMap<>();
  private final List<String> sent = new ArrayList<>();
  private final List<Instant> deletes = new ArrayList<>();
  private final SimulatedStore store = new SimulatedStore(Chaos.none(), clock, true);
  private InMemoryEventQueue messages = new InMemoryEventQueue(clock, TIMEOUT, false);
  private int undone;
  private int extended;
  private Instant noticed = Instant.MAX;
  private int mostInHand;

  @Test
  void messages_are_deleted_when_their_delay_is_over_and_the_drain_ends_with_the_last() {
    send(100);
    ConsumeSummary summary = run(settings());
    assertThat(deletes).isNotEmpty().allMatch(at -> !at.isBefore(start.plus(DELAY)));
    assertThat(summary.counts().deleted()).isEqualTo(100);
    assertThat(summary.stoppedBy()).isEqualTo(StopReason.IDLE);
    assertThat(Duration.between(start, clock.instant())).isBetween(DELAY, DELAY.plusSeconds(5));
  }

  @Test
  void longer_delays_than_the_visibility_timeout_keep_messages_invisible() {
    send(100);
    ConsumeSummary summary = run(settings().deleteAfter(TIMEOUT.multipliedBy(4)));
    assertThat(summary.counts().received()).isEqualTo(100);
    assertThat(summary.counts().deleted()).isEqualTo(100);
    assertThat(extended).as("once for the whole delay").isEqualTo(100);
  }

  @Test
  void messages_committed_before_a_fail_over_are_given_back_and_stored_again() {
    send(100);
    schedule.in(DELAY.dividedBy(2), () -> store.failOver(DELAY));
    ConsumeSummary summary = run(settings());
    assertThat(undone).isEqualTo(100);
    assertThat(summary.counts().written()).isEqualTo(200);
    assertThat(summary.counts().deleted()).isEqualTo(100);
    assertThat(store.committed().rows().keySet()).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void fail_over_is_noticed_although_nothing_is_due_or_written() {
    send(100);
    schedule.in(DELAY.dividedBy(2), () -> store.failOver(DELAY));
    ConsumeSummary summary = run(settings().deleteAfter(Duration.ofHours(1)));
    assertThat(noticed).isBefore(start.plus(DELAY));
    assertThat(summary.counts().written()).isEqualTo(200);
    assertThat(store.committed().rows().keySet()).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void stop_gives_back_at_once_what_is_not_due() {
    send(100);
    SimulatedProcess process = process(settings().follow().build());
    schedule.in(DELAY.dividedBy(2), process::signal);
    ConsumeSummary summary = drive(process);
    assertThat(summary.counts().written()).isEqualTo(100);
    assertThat(summary.counts().released()).isZero();
    assertThat(summary.counts().deleted()).isZero();
    assertThat(sent).allMatch(id -> messages.entry(id).state() == State.VISIBLE);
    assertThat(Duration.between(start.plus(DELAY.dividedBy(2)), clock.instant()))
        .isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void receiving_pauses_before_the_queue_has_too_many_in_flight() {
    send(500);
    SimulatedProcess process = process(settings().build());
    process.run().mostInHand = 200;
    ConsumeSummary summary = drive(process);
    assertThat(mostInHand).isBetween(190, 200);
    assertThat(summary.counts().deleted()).isEqualTo(sent.size());
  }

  @Test
  void database_that_tells_no_timeline_ends_the_run_before_anything_is_received() {
    send(1);
    store.keepTimelineSecret();
    SimulatedProcess process = process(settings().build());
    assertThat(drive(process).counts().received()).isZero();
    assertThat(process.run().ending.failure()).hasMessageContaining("pg_control_system()");
  }

  @Test
  void queue_in_order_ends_the_run_before_anything_is_received() {
    messages = new InMemoryEventQueue(clock, TIMEOUT, true);
    SimulatedProcess process = process(settings().build());
    assertThat(drive(process).counts().received()).isZero();
    assertThat(process.run().ending.failure()).hasMessageContaining("FIFO");
  }

  private static SettingsBuilder settings() {
    return new SettingsBuilder().deleteAfter(DELAY);
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      String id =
          messages.send(
              "{\"user_id\":\"u\",\"ip\":\"192.0.2.1\",\"device_id\":\"d%d\"}".formatted(i), "");
      sent.add(id);
      sentByGroup.computeIfAbsent("", group -> new ArrayList<>()).add(id);
    }
  }

  private ConsumeSummary run(SettingsBuilder settings) {
    return drive(process(settings.build()));
  }

  private SimulatedProcess process(ConsumeSettings settings) {
    SimulatedQueue queue = new SimulatedQueue(messages, store, Chaos.none(), clock, sentByGroup);
    return new SimulatedProcess(
        schedule, clock, queue, store, settings, this::listen, Chaos.none());
  }

  private void listen(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Deleted) {
      deletes.add(clock.instant());
    } else if (event instanceof ConsumeEvent.Extended told) {
      extended += told.messages();
    } else if (event instanceof ConsumeEvent.FailedOver told) {
      undone += told.messages();
      noticed = clock.instant();
    } else if (event instanceof ConsumeEvent.Stepped step) {
      mostInHand = Math.max(mostInHand, step.inHand());
    }
  }

  private ConsumeSummary drive(SimulatedProcess process) {
    process.step();
    while (process.alive()) {
      if (process.wakeUp().isBefore(schedule.next())) {
        clock.advanceTo(process.wakeUp());
        process.step();
      } else {
        schedule.happen();
      }
    }
    return process.summary();
  }
}
