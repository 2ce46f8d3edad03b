package etl.consume;

import etl.event.InMemoryEventQueue;
import etl.event.InMemoryEventStore;
import etl.event.InMemoryMessage;
import etl.event.Receipt;
import etl.masking.Protection;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.Specs;
import etl.spec.file.SpecFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One random schedule of the whole pipeline, decided by a seed: some consumers on one queue and one
 * store, calls that fail, hang and lose their answers, outages, stops and sudden deaths, on a
 * virtual clock and one thread. What must hold at every moment is checked at every moment.
 */
final class Simulation {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Longer than the timeout: what others left in flight returns meanwhile. */
  private static final Duration LAST_IDLE = TIMEOUT.plusSeconds(10);

  /** Many times what an ordinary message has. */
  private static final String PAD = ",\"pad\":\"" + "x".repeat(3_000) + '"';

  /** How far the standby is behind at most. */
  private static final int MOST_LAG_MILLIS = 5_000;

  private static final Duration LONGEST = Duration.ofHours(3);

  /** What a message is to become. */
  private enum Expected {
    ROW,
    REJECT,
    NOTHING
  }

  private static final EventSpec LOGINS = SpecFile.builtIn();

  /** Several kinds of event, of which one has any number of rows and another is discarded. */
  private static final EventSpec KINDS =
      Specs.of(
          """
          {"name": "kinds", "events": [
            {"name": "visit", "when": {"pointer": "/kind", "equals": "visit"}, "table": "visits",
             "columns": [
              {"name": "who", "pointer": "/user", "type": "text"},
              {"name": "masked_ip", "pointer": "/ip", "type": "text", "masked": true},
              {"name": "message_id", "message": "message_id", "type": "text"}]},
            {"name": "order", "when": {"pointer": "/orders", "exists": true}, "each": "/orders",
             "table": "orders", "columns": [
              {"name": "who", "pointer": "/user", "type": "text"},
              {"name": "place", "message": "element", "type": "integer"},
              {"name": "message_id", "message": "message_id", "type": "text"}]},
            {"name": "ping", "when": {"pointer": "/kind", "equals": "ping"}, "discard": true}]}\
          """);

  private final Random random;
  private final EventSpec spec;
  private final VirtualClock clock = new VirtualClock();
  private final Schedule schedule = new Schedule(clock);
  private final Map<String, Expected> expected = new LinkedHashMap<>();
  private final Map<String, List<String>> sentByGroup = new HashMap<>();
  private final boolean fifo;
  private final boolean calmQueue;
  private final Duration deleteAfter;
  private int refusedUsers;
  private final Chaos queueChaos;
  private final InMemoryEventQueue messages;
  private final SimulatedStore store;
  private final SimulatedQueue queue;
  private final List<SimulatedProcess> processes = new ArrayList<>();

  Simulation(long seed) {
    this(seed, Duration.ofMillis(MOST_LAG_MILLIS));
  }

  /**
   * @param deleteAfter how long messages are kept where the database may fail over
   */
  Simulation(long seed, Duration deleteAfter) {
    // Neighbouring seeds begin alike: the first numbers of thousands of them would be the same.
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    spec = seed % 3 == 0 ? KINDS : LOGINS;
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
    store = new SimulatedStore(spec, storeChaos, clock, !fifo);
    if (random.nextInt(3) == 0) {
      store.cancel(1 + random.nextInt(40), random.nextBoolean() ? 0 : random.nextDouble() * 0.5);
    }
    queue = new SimulatedQueue(messages, store, queueChaos, clock, sentByGroup);
    boolean failsOver = !fifo && random.nextInt(3) == 0;
    this.deleteAfter = failsOver ? deleteAfter : Duration.ZERO;
    for (int i = failsOver ? 1 + random.nextInt(2) : 0; i > 0; i--) {
      Duration lag = Duration.ofMillis(random.nextInt(MOST_LAG_MILLIS));
      schedule.in(Duration.ofMillis(random.nextInt(60_000)), () -> store.failOver(lag));
    }
    if (random.nextInt(3) == 0) {
      storeChaos.cancelWaits();
    }
    int count = random.nextInt(300);
    int refusedPercent = 1 + random.nextInt(4);
    int late = random.nextInt(3) == 0 ? random.nextInt(50) : 0;
    int firstLarge = random.nextInt(8) == 0 ? random.nextInt(200) : Integer.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      int number = i;
      boolean large = number >= firstLarge;
      if (i < count - late) {
        send(number, refusedPercent, large);
      } else {
        schedule.in(
            Duration.ofMillis(random.nextInt(90_000)), () -> send(number, refusedPercent, large));
      }
    }
  }

  private void send(int number, int refusedPercent, boolean large) {
    String group = fifo ? "g" + random.nextInt(5) : "";
    int kind = random.nextInt(100);
    boolean refused = kind < refusedPercent && ++refusedUsers < Bisection.FEW;
    boolean wrong = !refused && kind < refusedPercent + 4;
    String user = refused ? SimulatedStore.REFUSED_USER : "user-" + number;
    boolean nothing = spec == KINDS && !refused && !wrong && random.nextInt(5) == 0;
    String body = nothing ? "{\"kind\":\"ping\"}" : body(user, number, large ? PAD : "");
    String id = messages.send(wrong ? "no json" : body, group);
    if (nothing) {
      queue.discards(id);
    }
    Expected kept = refused || wrong ? Expected.REJECT : Expected.ROW;
    expected.put(id, nothing ? Expected.NOTHING : kept);
    sentByGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(id);
  }

  private String body(String user, int number, String pad) {
    if (spec == LOGINS) {
      return "{\"user_id\":\"%s\",\"ip\":\"192.0.2.1\",\"device_id\":\"d%d\"%s}"
          .formatted(user, number, pad);
    } else if (random.nextBoolean()) {
      return "{\"kind\":\"visit\",\"user\":\"%s\",\"ip\":\"192.0.2.%d\"%s}"
          .formatted(user, number % 256, pad);
    }
    String element = "{\"user\":\"%s\"}".formatted(user);
    boolean refused = user.equals(SimulatedStore.REFUSED_USER);
    int elements = random.nextInt(20) + (refused ? 1 : 0);
    return "{\"orders\":[%s]%s}"
        .formatted(String.join(",", Collections.nCopies(elements, element)), pad);
  }

  /** Lets several consumers run to their ends, and a last one drain in peace what they left. */
  void run() {
    for (int i = random.nextInt(3); i >= 0; i--) {
      processes.add(process(settings()));
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
    processes.add(process(new SettingsBuilder().idle(LAST_IDLE).writers(2).build()));
    runAll();
    checkEnd();
  }

  private SimulatedProcess process(ConsumeSettings settings) {
    return new SimulatedProcess(
        schedule,
        clock,
        queue,
        store,
        new EventParser(spec, Protection.plain()),
        settings,
        event -> {},
        queueChaos);
  }

  private ConsumeSettings settings() {
    SettingsBuilder settings =
        new SettingsBuilder()
            .deleteAfter(deleteAfter)
            .idle(random.nextBoolean() ? LAST_IDLE : Duration.ofMillis(random.nextInt(15_000)))
            .outageLimit(Duration.ofSeconds(random.nextInt(120)))
            .receivers(1 + random.nextInt(6))
            .writers(1 + random.nextInt(3))
            .batchSize(1 + random.nextInt(80))
            .memory(20_000 + random.nextInt(1 << 20));
    if (random.nextInt(4) == 0) {
      settings.follow();
    }
    if (random.nextInt(6) == 0) {
      settings.maxMessages(1 + random.nextInt(100));
    }
    if (random.nextInt(6) == 0) {
      settings.maxDuration(Duration.ofSeconds(random.nextInt(60)));
    }
    if (random.nextInt(6) == 0) {
      settings.rejectLimit(1 + random.nextInt(3));
    }
    if (random.nextInt(4) == 0) {
      // What is left on the queue comes back for ever, so that it is never found empty.
      settings.leaveRejects().maxDuration(Duration.ofSeconds(1 + random.nextInt(100)));
    }
    return settings.build();
  }

  private void plan(SimulatedProcess process) {
    boolean follower = process.run().settings.follow();
    if (random.nextInt(4) == 0) {
      schedule.in(Duration.ofMillis(random.nextInt(30_000)), process::die);
    } else if (follower || random.nextInt(4) == 0) {
      schedule.in(Duration.ofMillis(random.nextInt(120_000)), process::signal);
    }
  }

  private void runAll() {
    Instant limit = clock.instant().plus(LONGEST);
    processes.forEach(SimulatedProcess::step);
    while (processes.stream().anyMatch(SimulatedProcess::alive)) {
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
            .filter(SimulatedProcess::alive)
            .map(p -> p.wakeUp())
            .min(Instant::compareTo)
            .orElse(Instant.MAX);
    if (wakeUp.isBefore(schedule.next())) {
      clock.advanceTo(wakeUp);
      processes.stream().filter(p -> !p.wakeUp().isAfter(wakeUp)).forEach(SimulatedProcess::step);
    } else if (schedule.next() == Instant.MAX) {
      throw new AssertionError("a consumer waits for nothing");
    } else {
      schedule.happen();
    }
  }

  private void checkInHand() {
    for (SimulatedProcess process : processes) {
      if (!process.alive()) {
        continue;
      }
      long used = process.run().budget.used();
      long limit = process.run().settings.memory() + 10 * Delivery.bytesOf(1 << 20);
      check(used >= 0 && used <= limit, used + " bytes in hand");
      if (calmQueue) {
        process.run().inHand.forEach(this::checkInvisible);
      }
    }
    if (calmQueue) {
      queue.onTheWay().forEach(this::checkOnTheWay);
    }
  }

  private void checkOnTheWay(Receipt receipt) {
    InMemoryMessage.State state = messages.entry(receipt.messageId()).state();
    check(state == InMemoryMessage.State.IN_FLIGHT, receipt + " has expired unseen");
  }

  private void checkInvisible(Delivery delivery) {
    InMemoryMessage.Entry entry = messages.entry(delivery.receipt().messageId());
    boolean givenBack = !delivery.wantsHeartbeat() && !delivery.extending;
    check(
        entry.state() != InMemoryMessage.State.VISIBLE || givenBack,
        delivery.receipt() + " has expired in hand");
  }

  private void checkEnd() {
    InMemoryEventStore committed = store.committed();
    expected.forEach(
        (id, kind) -> {
          check(committed.holdsRow(id) == (kind == Expected.ROW), id + " is not one " + kind);
          boolean reject = committed.reject(id) != null;
          check(reject == (kind == Expected.REJECT), id + " is not one " + kind);
          check(
              messages.entry(id).state() == InMemoryMessage.State.DELETED, id + " is still queued");
        });
    if (fifo) {
      sentByGroup.forEach(
          (group, sent) -> {
            List<Integer> commits =
                sent.stream()
                    .filter(id -> expected.get(id) != Expected.NOTHING)
                    .map(committed::commitOf)
                    .toList();
            List<Integer> inOrder = commits.stream().sorted().toList();
            check(commits.equals(inOrder), "group " + group + " was stored in the wrong order");
          });
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
