package etl.consume;

import etl.event.EventStore;
import etl.event.Fault;
import etl.event.InMemoryEventStore;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import etl.spec.EventSpec;
import etl.spec.file.SpecFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A store whose transactions fail as a database's do, that refuses some rows as only a database
 * can, that notices when transactions which overlap take the same keys in different orders, and
 * that can fail over to an older state.
 */
final class SimulatedStore implements EventStore {
  /** A user whom the database refuses. */
  static final String REFUSED_USER = "refused-user";

  private record Commit(Instant at, WriteBatch batch) {}

  private final EventSpec spec;
  private InMemoryEventStore store;
  private final List<Commit> commits = new ArrayList<>();
  private final Set<String> replicated = new HashSet<>();
  private int timeline = 1;
  private boolean secret;
  private final List<List<String>> underWay = new ArrayList<>();
  private final Chaos chaos;
  private final Clock clock;
  private final boolean ordered;
  private List<String> lastKeys = List.of();
  private StoreException failure;
  private boolean hanging;
  private Duration slowness = Duration.ZERO;
  private Duration waited = Duration.ZERO;
  private String refusal = "22000";
  private int capacity = Integer.MAX_VALUE;
  private double cancelled;
  private int cancellations;
  private int writes;

  /** One for logins. */
  SimulatedStore(Chaos chaos, Clock clock, boolean ordered) {
    this(SpecFile.builtIn(), chaos, clock, ordered);
  }

  /**
   * @param ordered whether overlapping transactions must take their keys in one order
   */
  SimulatedStore(EventSpec spec, Chaos chaos, Clock clock, boolean ordered) {
    this.spec = spec;
    this.store = new InMemoryEventStore(spec);
    this.chaos = chaos;
    this.clock = clock;
    this.ordered = ordered;
  }

  @Override
  public void prepareTables() {
    if (chaos.fate(clock.instant()) != Chaos.Fate.WELL) {
      throw away();
    }
  }

  @Override
  public WriteResult write(WriteBatch batch) {
    if (hanging || waited.compareTo(slowness) < 0) {
      throw SimulatedProcess.NotYet.there();
    }
    writes++;
    Chaos.Fate fate = chaos.fate(clock.instant());
    if (failure != null) {
      throw failure;
    }
    if (fate == Chaos.Fate.LOST) {
      throw away();
    }
    if (batch.events().stream().anyMatch(SimulatedStore::isRefused)) {
      throw new StoreException(Fault.DATA, refusal, "refused", null);
    }
    if (batch.size() > capacity || (cancelled > 0 && chaos.random().nextDouble() < cancelled)) {
      cancellations++;
      throw new StoreException(Fault.TOO_LARGE, "57014", "statement timeout", null);
    }
    takeLocks(batch);
    WriteResult result = store.write(batch);
    commits.add(new Commit(clock.instant(), batch));
    if (chaos.cancelsWait()) {
      throw new StoreException(Fault.NOT_REPLICATED, "", "the wait was cancelled", null);
    }
    // Who waits for one commit has waited for all before it.
    replicated.addAll(store.rows().keySet());
    replicated.addAll(store.rejects().keySet());
    if (fate == Chaos.Fate.ANSWER_LOST) {
      throw away();
    }
    return new WriteResult(result.rows(), result.rejects(), "1/" + timeline);
  }

  @Override
  public String timeline() {
    if (chaos.fate(clock.instant()) != Chaos.Fate.WELL) {
      throw away();
    }
    return secret ? "" : "1/" + timeline;
  }

  /** From now on it does not tell its timeline. */
  void keepTimelineSecret() {
    secret = true;
  }

  /** A standby takes over that has seen nothing of the latest commits. */
  void failOver(Duration lag) {
    Instant seen = clock.instant().minus(lag);
    commits.removeIf(commit -> commit.at().isAfter(seen));
    store = new InMemoryEventStore(spec);
    commits.forEach(commit -> store.write(commit.batch()));
    timeline++;
  }

  /** Whether a message's commit did not return before its standby had it. */
  boolean replicated(String messageId) {
    return replicated.contains(messageId);
  }

  private void takeLocks(WriteBatch batch) {
    List<String> keys =
        Stream.<ParsedMessage>concat(batch.events().stream(), batch.rejects().stream())
            .map(ParsedMessage::messageId)
            .toList();
    if (ordered) {
      underWay.forEach(other -> checkOrder(other, keys));
    }
    underWay.add(keys);
    lastKeys = keys;
  }

  private static void checkOrder(List<String> one, List<String> other) {
    Set<String> common = new HashSet<>(one);
    common.retainAll(other);
    if (!inOrderOf(one, common).equals(inOrderOf(other, common))) {
      throw new AssertionError("two transactions can deadlock over " + common);
    }
  }

  private static List<String> inOrderOf(List<String> keys, Set<String> common) {
    return new ArrayList<>(new LinkedHashSet<>(keys.stream().filter(common::contains).toList()));
  }

  /** Lets go of the locks that the last call took; does nothing if it took none. */
  Runnable locksOfLastWrite() {
    List<String> keys = lastKeys;
    lastKeys = List.of();
    return () -> underWay.removeIf(other -> other == keys);
  }

  /** From now on every transaction fails so. */
  void failWith(StoreException why) {
    failure = why;
  }

  /** From now on rows are refused with this SQLSTATE. */
  void refuseWith(String sqlState) {
    refusal = sqlState;
  }

  /** From now on transactions of more messages are cancelled, and some others too. */
  void cancel(int above, double others) {
    capacity = above;
    cancelled = others;
  }

  /** How many transactions were cancelled. */
  int cancellations() {
    return cancellations;
  }

  /** From now on every transaction takes so long. */
  void slow(Duration each) {
    slowness = each;
  }

  /** The next call has taken so long up to now. */
  void called(Duration soFar) {
    waited = soFar;
  }

  /** From now on no transaction comes to an end. */
  void hang() {
    hanging = true;
  }

  /** How many transactions were tried. */
  int writes() {
    return writes;
  }

  /** What has been committed. */
  InMemoryEventStore committed() {
    return store;
  }

  /** From now on all goes well. */
  void calm() {
    chaos.calm();
    cancelled = 0;
  }

  private static StoreException away() {
    return new StoreException(Fault.UNAVAILABLE, "08006", "the database is away", null);
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}

  private static boolean isRefused(MaskedEvent event) {
    return event.rows().stream().anyMatch(row -> row.values().contains(REFUSED_USER));
  }
}
