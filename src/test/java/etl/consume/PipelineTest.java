package etl.consume;

import static org.assertj.core.api.Assertions.assertThat;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeSummary;
import etl.consume.report.StopReason;
import etl.event.Fault;
import etl.event.InMemoryEventQueue;
import etl.event.InMemoryMessage;
import etl.event.QueueException;
import etl.event.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final VirtualClock clock = new VirtualClock();
  private final Instant start = clock.instant();
  private final Schedule schedule = new Schedule(clock);
  private final Chaos queueChaos = Chaos.none();
  private final Chaos storeChaos = Chaos.none();
  private final InMemoryEventQueue messages = new InMemoryEventQueue(clock, TIMEOUT, false);
  private final SimulatedStore store = new SimulatedStore(storeChaos, clock, true);
  private final SimulatedQueue queue =
      new SimulatedQueue(messages, store, queueChaos, clock, new HashMap<>());
  private final List<String> told = new ArrayList<>();

  @Test
  void a_drain_ends_when_the_queue_has_stayed_empty_for_the_idle_time() {
    send(25);

    ConsumeSummary summary = run(new SettingsBuilder());

    assertThat(summary.stoppedBy()).isEqualTo(StopReason.IDLE);
    assertThat(summary.counts().written()).isEqualTo(25);
    assertThat(summary.counts().deleted()).isEqualTo(25);
    assertThat(summary.elapsed()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(8));
  }

  @Test
  void a_drain_of_an_empty_queue_polls_for_at_least_a_second() {
    ConsumeSummary summary = run(new SettingsBuilder().idle(Duration.ZERO));

    assertThat(summary.counts().received()).isZero();
    assertThat(summary.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void no_more_than_the_asked_number_of_messages_is_received() {
    send(100);

    ConsumeSummary summary = run(new SettingsBuilder().maxMessages(33));

    assertThat(summary.stoppedBy()).isEqualTo(StopReason.MAX_MESSAGES);
    assertThat(summary.counts().received()).isEqualTo(33);
    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isEqualTo(67);
  }

  @Test
  void a_follower_ends_when_its_time_is_over() {
    send(5);

    ConsumeSummary summary =
        run(new SettingsBuilder().follow().maxDuration(Duration.ofSeconds(100)));

    assertThat(summary.stoppedBy()).isEqualTo(StopReason.MAX_DURATION);
    assertThat(summary.counts().written()).isEqualTo(5);
    assertThat(summary.elapsed()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(125));
  }

  @Test
  void a_follower_polls_an_empty_queue_at_most_four_times_a_minute() {
    SimulatedProcess process = process(new SettingsBuilder().follow());
    until(process, () -> clock.instant().isAfter(start.plusSeconds(600)));

    assertThat(told.stream().filter("received 0"::equals)).hasSizeBetween(25, 40);
  }

  @Test
  void a_wrong_message_is_kept_with_its_body_while_the_others_land() {
    send(3);
    String wrong = messages.send("{\"foo\": 1}");
    send(3);

    ConsumeSummary summary = run(new SettingsBuilder());

    assertThat(summary.counts().written()).isEqualTo(6);
    assertThat(summary.counts().rejected()).isEqualTo(1);
    assertThat(store.committed().reject(wrong).body()).isEqualTo("{\"foo\": 1}");
    assertThat(messages.entry(wrong).state()).isEqualTo(InMemoryMessage.State.DELETED);
  }

  @Test
  void a_batch_that_takes_too_long_is_halved_and_its_size_is_remembered() {
    send(1_000);
    store.cancel(5, 0);

    ConsumeSummary summary = run(new SettingsBuilder().batchSize(500).writers(1));

    assertThat(summary.counts().written()).isEqualTo(1_000);
    assertThat(summary.counts().released()).isZero();
    // Some to find the size, and some to find that it still holds.
    assertThat(store.cancellations()).isBetween(3, 15);
    assertThat(told).noneMatch(line -> line.startsWith("outage"));
  }

  @Test
  void commits_that_no_standby_takes_are_tried_less_and_less_and_cost_no_receives() {
    send(100);
    store.failWith(new StoreException(Fault.NOT_REPLICATED, "", "the wait was cancelled", null));
    schedule.in(Duration.ofSeconds(50), () -> store.failWith(null));

    ConsumeSummary summary = run(new SettingsBuilder());

    assertThat(summary.counts().received()).isEqualTo(100);
    assertThat(summary.counts().deleted()).isEqualTo(100);
    assertThat(store.writes()).isLessThan(20);
  }

  @Test
  void a_message_that_always_takes_too_long_is_given_back_and_is_no_outage() {
    String slow = messages.send(login("user-slow"));
    store.cancel(0, 0);
    SimulatedProcess process = process(new SettingsBuilder().follow());
    until(process, () -> messages.entry(slow).receiveCount() > 5);

    assertThat(process.alive()).isTrue();
    assertThat(store.cancellations()).isBetween(15, 18);
    assertThat(told).contains("timed out " + slow).noneMatch(line -> line.startsWith("outage"));
  }

  @Test
  void messages_that_all_take_too_long_are_an_outage() {
    send(50);
    store.cancel(0, 0);
    SimulatedProcess process = process(new SettingsBuilder().follow());
    until(process, () -> told.stream().anyMatch(line -> line.startsWith("outage")));
    assertThat(told.stream().filter(line -> line.startsWith("timed out"))).hasSizeBetween(3, 20);

    store.cancel(50, 0);
    until(process, () -> store.committed().rows().size() == 50);
    assertThat(told).anyMatch(line -> line.startsWith("recovered"));
  }

  @Test
  void rows_that_a_policy_refuses_are_rejected_where_others_pass() {
    store.refuseWith("42501");
    for (int i = 0; i < 20; i++) {
      send(2);
      messages.send(login(SimulatedStore.REFUSED_USER));
      messages.send(login(SimulatedStore.REFUSED_USER));
      messages.send(login(SimulatedStore.REFUSED_USER));
    }

    ConsumeSummary summary = run(new SettingsBuilder().writers(1));

    assertThat(summary.stoppedBy()).isEqualTo(StopReason.IDLE);
    assertThat(summary.counts().written()).isEqualTo(40);
    assertThat(summary.counts().rejected()).isEqualTo(60);
  }

  @Test
  void a_policy_that_refuses_all_rows_ends_the_run_and_rejects_none() {
    store.refuseWith("42501");
    for (int i = 0; i < 5; i++) {
      messages.send(login(SimulatedStore.REFUSED_USER));
    }

    SimulatedProcess process = process(new SettingsBuilder());
    until(process, () -> false);

    assertThat(process.run().ending.failure())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DENIED));
    assertThat(process.summary().counts().rejected()).isZero();
    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isEqualTo(5);
  }

  @Test
  void a_wrong_message_can_be_left_on_the_queue() {
    send(3);
    String wrong = messages.send("{\"foo\": 1}");

    ConsumeSummary summary = run(new SettingsBuilder().leaveRejects());

    assertThat(summary.counts().left()).isEqualTo(1);
    assertThat(store.committed().commitOf(wrong)).isZero();
    assertThat(messages.entry(wrong).state()).isNotEqualTo(InMemoryMessage.State.DELETED);
  }

  @Test
  void one_wrong_message_that_comes_back_again_and_again_does_not_end_a_follower() {
    String refused = messages.send(login(SimulatedStore.REFUSED_USER));
    SimulatedProcess process = process(new SettingsBuilder().follow().leaveRejects());
    until(process, () -> clock.instant().isAfter(start.plus(TIMEOUT.multipliedBy(20))));

    assertThat(process.alive()).isTrue();
    assertThat(messages.entry(refused).receiveCount()).isGreaterThan(Bisection.FEW);
  }

  @Test
  void a_message_that_only_the_database_refuses_is_rejected_alone() {
    send(400);
    String refused = messages.send(login(SimulatedStore.REFUSED_USER));
    send(599);

    ConsumeSummary summary = run(new SettingsBuilder().batchSize(1000));

    assertThat(summary.counts().written()).isEqualTo(999);
    assertThat(summary.counts().rejected()).isEqualTo(1);
    assertThat(store.committed().reject(refused).reason()).contains("22000");
  }

  @Test
  void a_backlog_that_the_database_refuses_is_given_back_and_not_quarantined() {
    for (int i = 0; i < 200; i++) {
      messages.send(login(SimulatedStore.REFUSED_USER));
    }

    SimulatedProcess process = finished(new SettingsBuilder());

    assertThat(process.run().ending.failure())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION));
    assertThat(process.summary().counts().rejected()).isZero();
    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isEqualTo(200);
  }

  @Test
  void refusals_one_after_another_end_a_follower_too() {
    SimulatedProcess process = process(new SettingsBuilder().follow());
    for (int i = 0; i < 20; i++) {
      schedule.in(
          Duration.ofSeconds(5L * i), () -> messages.send(login(SimulatedStore.REFUSED_USER)));
    }
    until(process, () -> false);

    assertThat(process.run().ending.failure()).isInstanceOf(StoreException.class);
    assertThat(process.summary().counts().rejected()).isLessThan(Bisection.FEW);
  }

  @Test
  void a_hundred_rejects_in_a_row_for_one_reason_are_told_once() {
    for (int i = 0; i < 90; i++) {
      messages.send("{\"foo\": 1}");
    }
    send(10);
    for (int i = 0; i < 250; i++) {
      messages.send(" ".repeat(i) + "no json");
    }

    ConsumeSummary summary = run(new SettingsBuilder().receivers(1));

    assertThat(summary.counts().rejected()).isEqualTo(340);
    assertThat(told.stream().filter(line -> line.startsWith("rejecting")))
        .singleElement()
        .asString()
        .startsWith("rejecting 100: not valid JSON");
    assertThat(told).contains("in a row 90", "in a row 0", "in a row 250");
  }

  @Test
  void a_run_of_rejects_ends_at_its_limit_with_what_is_in_hand_finished() {
    send(5);
    for (int i = 0; i < 2_000; i++) {
      messages.send("{\"foo\": 1}");
    }
    send(5);

    SimulatedProcess process = finished(new SettingsBuilder().follow().rejectLimit(20));

    assertThat(process.run().ending.failure())
        .isInstanceOfSatisfying(
            QueueException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("20 messages in a row were rejected")
        .hasMessageContaining("user_id: is missing");
    ConsumeSummary summary = process.summary();
    assertThat(summary.stoppedBy()).isEqualTo(StopReason.ERROR);
    assertThat(summary.counts().written()).isEqualTo(5);
    assertThat(summary.counts().rejected())
        .isBetween(20L, 200L)
        .isEqualTo(summary.counts().received() - 5);
    assertThat(summary.counts().deleted()).isEqualTo(summary.counts().received());
    assertThat(messages.count(InMemoryMessage.State.VISIBLE))
        .isEqualTo(2_010 - summary.counts().received());
  }

  @Test
  void what_cannot_be_finished_after_the_limit_of_rejects_is_given_back() {
    store.hang();
    for (int i = 0; i < 200; i++) {
      messages.send("{\"foo\": 1}");
    }

    SimulatedProcess process = finished(new SettingsBuilder().follow().rejectLimit(20));

    assertThat(process.run().ending.failure()).isInstanceOf(QueueException.class);
    assertThat(process.summary().counts().released())
        .isEqualTo(process.summary().counts().received());
    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isEqualTo(200);
  }

  @Test
  void rejects_between_good_messages_reach_no_limit() {
    // The messages of one receive come in any order.
    for (int i = 0; i < 300; i++) {
      messages.send(i % 10 == 0 ? login("user") : "{\"foo\": 1}");
    }

    assertThat(run(new SettingsBuilder().receivers(1).rejectLimit(19)).counts().rejected())
        .isEqualTo(270);
  }

  @Test
  void one_wrong_message_that_comes_back_again_and_again_reaches_no_limit() {
    String wrong = messages.send("{\"foo\": 1}");
    SimulatedProcess process =
        process(new SettingsBuilder().follow().leaveRejects().rejectLimit(2));
    until(process, () -> clock.instant().isAfter(start.plus(TIMEOUT.multipliedBy(20))));

    assertThat(process.alive()).isTrue();
    assertThat(messages.entry(wrong).receiveCount()).isGreaterThan(2);
  }

  @Test
  void an_outage_of_a_minute_costs_no_message_more_than_one_receive() {
    send(100);
    storeChaos.outage(start.plusSeconds(10), Duration.ofSeconds(60));
    SimulatedProcess process = process(new SettingsBuilder().follow());
    for (int i = 0; i < 60; i++) {
      schedule.in(Duration.ofSeconds(i), () -> send(3));
    }
    until(process, () -> clock.instant().isAfter(start.plusSeconds(120)));

    assertThat(store.committed().rows()).hasSize(280);
    assertThat(messages.entries()).allMatch(entry -> entry.receiveCount() == 1);
    assertThat(told).contains("outage DATABASE", "recovered DATABASE");
  }

  @Test
  void a_long_outage_keeps_no_more_than_a_few_messages_from_the_queue() {
    storeChaos.outage(start.plusSeconds(10), Duration.ofHours(2));
    SimulatedProcess process = process(new SettingsBuilder().follow());
    schedule.in(Duration.ofSeconds(20), () -> send(200));
    until(process, () -> clock.instant().isAfter(start.plusSeconds(3600)));

    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isGreaterThanOrEqualTo(190);
    assertThat(messages.entries()).allMatch(entry -> entry.receiveCount() <= 1);
    until(process, () -> clock.instant().isAfter(start.plusSeconds(7300)));
    assertThat(store.committed().rows()).hasSize(200);
  }

  @Test
  void a_drain_gives_up_an_outage_after_its_limit_and_gives_everything_back() {
    send(40);
    storeChaos.outage(start.plusMillis(40), Duration.ofHours(1));

    SimulatedProcess process = finished(new SettingsBuilder().outageLimit(Duration.ofSeconds(90)));

    assertThat(process.run().ending.failure())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
    assertThat(process.summary().stoppedBy()).isEqualTo(StopReason.ERROR);
    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isEqualTo(40);
    assertThat(clock.instant()).isAfter(start.plusSeconds(90)).isBefore(start.plusSeconds(120));
  }

  @Test
  void a_side_that_is_away_at_the_start_is_waited_for() {
    send(10);
    storeChaos.outage(start, Duration.ofSeconds(45));
    queueChaos.outage(start, Duration.ofSeconds(50));

    ConsumeSummary summary = run(new SettingsBuilder());

    assertThat(summary.counts().written()).isEqualTo(10);
  }

  @Test
  void deletes_before_the_one_that_fails_are_not_repeated() {
    send(60);
    queue.loseDelete(2);

    ConsumeSummary summary = run(new SettingsBuilder().batchSize(60));

    assertThat(summary.counts().deleted()).isEqualTo(60);
    assertThat(queue.deletedIds()).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void missing_rights_are_no_outage() {
    send(10);
    store.failWith(new StoreException(Fault.DENIED, "42501", "no right", null));

    SimulatedProcess process = finished(new SettingsBuilder().follow());

    assertThat(process.run().ending.failure()).hasMessage("no right");
    assertThat(store.writes()).isEqualTo(1);
    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isEqualTo(10);
  }

  @Test
  void a_queue_that_begins_to_refuse_ends_a_follower_with_everything_counted() {
    send(400);
    SimulatedProcess process = process(new SettingsBuilder().follow());
    schedule.in(
        Duration.ofMillis(300),
        () -> queue.failWith(new QueueException(Fault.DENIED, "expired", null)));
    until(process, () -> false);

    assertThat(process.run().ending.failure()).hasMessage("expired");
    assertThat(process.summary().counts().received()).isPositive();
    assertThat(process.run().inHand).isEmpty();
    assertThat(messages.entries())
        .filteredOn(entry -> entry.state() == InMemoryMessage.State.DELETED)
        .allMatch(entry -> store.committed().holdsRow(entry.id()));
  }

  @Test
  void a_stop_in_the_middle_of_a_database_outage_gives_everything_back() {
    send(40);
    storeChaos.outage(start.plusMillis(40), Duration.ofHours(1));
    SimulatedProcess process = process(new SettingsBuilder().follow());
    schedule.in(Duration.ofSeconds(20), process::signal);
    until(process, () -> false);

    assertThat(process.run().ending.failure()).isNull();
    assertThat(process.summary().counts().released())
        .isEqualTo(process.summary().counts().received());
    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isEqualTo(40);
    assertThat(clock.instant()).isBefore(start.plusSeconds(25));
  }

  @Test
  void a_stop_does_not_wait_for_a_database_that_is_away_and_just_being_tried() {
    send(40);
    storeChaos.outage(start.plusMillis(40), Duration.ofHours(1));
    SimulatedProcess process = process(new SettingsBuilder().follow());
    schedule.in(Duration.ofSeconds(2), store::hang);
    schedule.in(Duration.ofSeconds(20), process::signal);
    until(process, () -> false);

    assertThat(process.run().ending.failure()).isNull();
    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isEqualTo(40);
    assertThat(clock.instant()).isBefore(start.plusSeconds(22));
  }

  @Test
  void a_stop_while_the_database_hangs_gives_everything_back_in_time() {
    send(40);
    store.hang();
    SettingsBuilder settings = new SettingsBuilder().follow();
    SimulatedProcess process = process(settings);
    schedule.in(Duration.ofSeconds(20), process::signal);
    until(process, () -> false);

    assertThat(process.summary().counts().released()).isEqualTo(40);
    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isEqualTo(40);
    Duration limit = settings.build().shutdownTimeout();
    assertThat(clock.instant()).isBefore(start.plusSeconds(20).plus(limit));
  }

  @Test
  void a_stop_while_the_queue_is_away_does_not_wait_for_it_for_long() {
    send(40);
    queueChaos.outage(start.plusMillis(100), Duration.ofHours(1));
    SimulatedProcess process = process(new SettingsBuilder().follow());
    schedule.in(Duration.ofSeconds(20), process::signal);
    until(process, () -> false);

    assertThat(process.run().ending.failure()).isNull();
    assertThat(clock.instant()).isBefore(start.plusSeconds(30));
  }

  @Test
  void a_dry_run_deletes_nothing_and_gives_everything_back() {
    send(30);

    ConsumeSummary summary = run(new SettingsBuilder().dryRun().maxMessages(20));

    assertThat(summary.counts().released()).isEqualTo(20);
    assertThat(summary.counts().written()).isZero();
    assertThat(messages.count(InMemoryMessage.State.VISIBLE)).isEqualTo(30);
  }

  private static String login(String user) {
    return "{\"user_id\":\"" + user + "\",\"ip\":\"192.0.2.1\",\"device_id\":\"d\"}";
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      messages.send(login("user"));
    }
  }

  private SimulatedProcess process(SettingsBuilder settings) {
    SimulatedProcess process =
        new SimulatedProcess(
            schedule, clock, queue, store, settings.build(), this::listen, queueChaos);
    process.step();
    return process;
  }

  private void listen(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Received receive) {
      told.add("received " + receive.messages());
    } else if (event instanceof ConsumeEvent.RejectsInARow rejects) {
      told.add("in a row " + rejects.messages());
    } else if (event instanceof ConsumeEvent.Rejecting rejects) {
      told.add("rejecting " + rejects.messages() + ": " + rejects.reason());
    } else if (event instanceof ConsumeEvent.TimedOut message) {
      told.add("timed out " + message.messageId());
    } else if (event instanceof ConsumeEvent.Outage outage) {
      told.add("outage " + outage.dependency());
    } else if (event instanceof ConsumeEvent.Recovered recovered) {
      told.add("recovered " + recovered.dependency());
    }
  }

  private ConsumeSummary run(SettingsBuilder settings) {
    SimulatedProcess process = finished(settings);
    assertThat(process.run().ending.failure()).isNull();
    return process.summary();
  }

  private SimulatedProcess finished(SettingsBuilder settings) {
    SimulatedProcess process = process(settings);
    until(process, () -> false);
    return process;
  }

  /** Lets time pass until the process ends or the condition holds. */
  private void until(SimulatedProcess process, BooleanSupplier condition) {
    process.runUntil(condition, () -> {});
  }
}
