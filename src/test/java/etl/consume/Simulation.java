package etl.consume;

import etl.event.ConsumeSummary;
import etl.event.EventParser;
import etl.event.EventSpec;
import etl.event.InMemoryEventQueue;
import etl.event.InMemoryMessage;
import etl.event.StopReason;
import etl.masking.Sha256Pseudonymiser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One random schedule of the whole pipeline, decided by a seed: some consumers on one queue and one
 * store, calls that fail, hang and lose their answers, outages, stops and sudden deaths, on a
 * virtual clock and one thread. What must hold at every moment is checked at every moment.
 */
final class Simulation {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofHours(3);
  private static final EventParser PARSER =
      new EventParser(EventSpec.userLogins(), new Sha256Pseudonymiser());

  /** What a message is to become. */
  private enum Expected {
    ROW,
    REJECT
  }

  private final Random random;
  private final VirtualClock clock = new VirtualClock();
  private final Schedule schedule = new Schedule(clock);
  private final Map<String, Expected> expected = new LinkedHashMap<>();
  private final Map<String, List<String>> sentByGroup = new HashMap<>();
  private final boolean fifo;
  private final boolean calmQueue;
  private final Chaos queueChaos;
  private final InMemoryEventQueue messages;
  private final SimulatedStore store;
  private final SimulatedQueue queue;
  private final List<Process> processes = new ArrayList<>();

  Simulation(long seed) {
    random = new Random(seed);
    fifo = random.nextInt(4) == 0;
    calmQueue = random.nextInt(3) == 0;
    double failures = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1;
    queueChaos =
        calmQueue
            ? new Chaos(random, 0, 0, 0)
            : new Chaos(random, failures, 0.01, random.nextDouble() * 0.3);
    Chaos storeChaos = new Chaos(random, failures, 0.05, 0);
    for (Chaos chaos : calmQueue ? List.of(storeChaos) : List.of(queueChaos, storeChaos)) {
      if (random.nextInt(3) == 0) {
        Instant from = clock.instant().plusMillis(random.nextInt(20_000));
        chaos.outage(from, Duration.ofSeconds(random.nextInt(100)));
      }
    }
    messages = new InMemoryEventQueue(clock, TIMEOUT, fifo);
    store = new SimulatedStore(storeChaos, clock, !fifo);
    queue = new SimulatedQueue(messages, store, queueChaos, clock, sentByGroup);
    int count = random.nextInt(300);
    for (int i = 0; i < count; i++) {
      send(i);
    }
  }

  private void send(int number) {
    String group = fifo ? "g" + random.nextInt(5) : "";
    int kind = random.nextInt(100);
    String user = kind == 0 ? SimulatedStore.REFUSED_USER : "user-" + number;
    String body =
        "{\"user_id\":\"" + user + "\",\"ip\":\"192.0.2.1\",\"device_id\":\"d" + number + "\"}";
    String id = messages.send(kind < 5 && kind > 0 ? "no json" : body, group);
    expected.put(id, kind < 5 ? Expected.REJECT : Expected.ROW);
    sentByGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(id);
  }

  /** Lets several consumers run to their ends, and a last one drain in peace what they left. */
  void run() {
    for (int i = random.nextInt(3); i >= 0; i--) {
      processes.add(new Process(settings()));
      plan(processes.get(processes.size() - 1));
    }
    runAll();
    // Calls of the dead may still arrive, and hide messages from others for a while.
    while (schedule.next() != Instant.MAX) {
      schedule.happen();
    }
    queueChaos.calm();
    store.calm();
    processes.clear();
    processes.add(new Process(drain(1 << 20)));
    runAll();
    checkEnd();
  }

  private ConsumeSettings settings() {
    ConsumeSettings drain = drain(20_000 + random.nextInt(1 << 20));
    return new ConsumeSettings(
        random.nextInt(4) == 0,
        random.nextInt(6) == 0 ? 1 + random.nextInt(100) : Long.MAX_VALUE,
        random.nextInt(6) == 0 ? Duration.ofSeconds(random.nextInt(60)) : ConsumeSettings.FOREVER,
        drain.idle(),
        drain.onReject(),
        false,
        Duration.ofSeconds(random.nextInt(120)),
        drain.shutdownTimeout(),
        1 + random.nextInt(6),
        1 + random.nextInt(3),
        1 + random.nextInt(80),
        drain.linger(),
        drain.memory());
  }

  private static ConsumeSettings drain(long memory) {
    return new ConsumeSettings(
        false,
        Long.MAX_VALUE,
        ConsumeSettings.FOREVER,
        // Longer than the timeout: what others left in flight returns meanwhile.
        TIMEOUT.plusSeconds(10),
        ConsumeSettings.OnReject.QUARANTINE,
        false,
        Duration.ofMinutes(2),
        Duration.ofSeconds(25),
        4,
        2,
        50,
        Duration.ofMillis(50),
        memory);
  }

  private void plan(Process process) {
    boolean follower = process.run.settings.follow();
    if (random.nextInt(4) == 0) {
      schedule.in(Duration.ofMillis(random.nextInt(30_000)), process::die);
    } else if (follower || random.nextInt(4) == 0) {
      schedule.in(Duration.ofMillis(random.nextInt(120_000)), process::signal);
    }
  }

  private void runAll() {
    Instant limit = clock.instant().plus(LONGEST);
    processes.forEach(Process::step);
    while (processes.stream().anyMatch(Process::alive)) {
      if (clock.instant().isAfter(limit)) {
        throw new AssertionError("a consumer does not end");
      }
      happenNext();
      checkInHand();
    }
  }

  private void happenNext() {
    Instant wakeUp =
        processes.stream()
            .filter(Process::alive)
            .map(p -> p.pipeline.wakeUp())
            .min(Instant::compareTo)
            .orElse(Instant.MAX);
    if (wakeUp.isBefore(schedule.next())) {
      clock.advanceTo(wakeUp);
      processes.stream().filter(p -> !p.pipeline.wakeUp().isAfter(wakeUp)).forEach(Process::step);
    } else if (schedule.next() == Instant.MAX) {
      throw new AssertionError("a consumer waits for nothing");
    } else {
      schedule.happen();
    }
  }

  private void checkInHand() {
    for (Process process : processes) {
      if (!process.alive()) {
        continue;
      }
      long used = process.run.room.used();
      long limit = process.run.settings.memory() + 10 * Delivery.bytesOf(1 << 20);
      check(used >= 0 && used <= limit, used + " bytes in hand");
      if (calmQueue) {
        process.run.inHand.forEach(this::checkInvisible);
      }
    }
  }

  private void checkInvisible(Delivery delivery) {
    InMemoryMessage.Entry entry = messages.entry(delivery.receipt().messageId());
    boolean givenBack = !delivery.wantsHeartbeat() && !delivery.extending();
    check(
        entry.state() != InMemoryMessage.State.VISIBLE || givenBack,
        delivery.receipt() + " has expired in hand");
  }

  private void checkEnd() {
    expected.forEach(
        (id, kind) -> {
          check(store.holdsRow(id) == (kind == Expected.ROW), id + " is not one row");
          check(store.holdsReject(id) == (kind == Expected.REJECT), id + " is not one reject");
          check(
              messages.entry(id).state() == InMemoryMessage.State.DELETED, id + " is still queued");
        });
    if (fifo) {
      sentByGroup.forEach(
          (group, sent) -> {
            List<String> written = store.rowIds().stream().filter(sent::contains).toList();
            List<String> rows = sent.stream().filter(store::holdsRow).toList();
            check(written.equals(rows), "group " + group + " was written in the wrong order");
          });
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** One consumer. */
  private final class Process implements Calls {
    private final Run run;
    private final Pipeline pipeline;
    private boolean dead;
    private Instant signalled = Instant.MAX;

    Process(ConsumeSettings settings) {
      run = new Run(queue, store, PARSER, settings, new ConsumeListener() {}, clock, this, random);
      pipeline = new Pipeline(run);
    }

    boolean alive() {
      return !dead && !pipeline.ended();
    }

    void die() {
      dead = true;
    }

    void signal() {
      if (alive()) {
        signalled = clock.instant();
        run.ending.stop(StopReason.SIGNAL);
        step();
      }
    }

    void step() {
      if (!alive()) {
        return;
      }
      pipeline.step();
      if (pipeline.ended()) {
        ConsumeSummary summary = run.tally.summary(run.ending.reason(), run.now());
        check(summary.received() >= summary.deleted(), "more deleted than received");
        check(
            signalled == Instant.MAX
                || !clock.instant().isAfter(signalled.plus(run.settings.shutdownTimeout())),
            "the stop took too long");
      }
    }

    @Override
    public <T> void start(Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed) {
      schedule.in(queueChaos.delay(), () -> send(call, done, failed, Duration.ZERO));
    }

    private <T> void send(
        Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed, Duration waited) {
      // A call that was sent before its process died may still have its effect.
      if (dead && random.nextBoolean()) {
        return;
      }
      queue.waited(waited);
      Runnable answer;
      try {
        answer = answer(call, done, failed);
      } catch (SimulatedQueue.StillEmpty e) {
        schedule.in(LOOK, () -> send(call, done, failed, waited.plus(LOOK)));
        return;
      }
      Runnable letGo = store.locksOfLastWrite();
      schedule.in(
          queueChaos.delay(),
          () -> {
            letGo.run();
            if (alive()) {
              answer.run();
              step();
            }
          });
    }

    private static <T> Runnable answer(
        Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed) {
      try {
        T result = call.get();
        return () -> done.accept(result);
      } catch (RuntimeException e) {
        return () -> failed.accept(e);
      }
    }
  }
}
