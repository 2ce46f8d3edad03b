package etl.progress;

import etl.consume.report.ConsumeListener;
import etl.event.DiscardedMessage;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.event.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tracks the state of a run of the consumer; can be read from any thread. */
final class RunProgress implements ConsumeListener {
  /**
   * The state at one moment.
   *
   * @param counts since the start
   * @param inHand deliveries in flight in this process
   * @param unavailable what is unavailable, and since when
   * @param lag the longest time from sending to commit, of the messages committed since the last
   *     snapshot; null if there were none
   */
  record Snapshot(
      RunCounts counts, int inHand, Map<Dependency, Instant> unavailable, Duration lag) {
    Snapshot {
      unavailable = Map.copyOf(unavailable);
    }
  }

  private final Clock clock;
  private final Map<Dependency, Instant> unavailable = new EnumMap<>(Dependency.class);

  private RunCounts counts = RunCounts.NONE;
  private int inHand;
  private Duration lag;

  RunProgress(Clock clock) {
    this.clock = clock;
  }

  synchronized RunCounts counts() {
    return counts;
  }

  synchronized Snapshot snapshot() {
    Snapshot snapshot = new Snapshot(counts, inHand, unavailable, lag);
    lag = null;
    return snapshot;
  }

  @Override
  public synchronized void received(int messages, long bytes, Duration took) {
    counts = counts.plus(new RunCounts(messages, 0, 0, 0, 0, 0, 0, 0));
  }

  @Override
  public synchronized void committed(
      List<? extends ParsedMessage> batch, WriteResult result, Duration took) {
    int known = batch.size() - result.rows() - result.rejects();
    counts = counts.plus(new RunCounts(0, result.rows(), known, result.rejects(), 0, 0, 0, 0));
    Instant now = clock.instant();
    Instant oldest = now;
    for (ParsedMessage message : batch) {
      oldest = message.sentAt().isBefore(oldest) ? message.sentAt() : oldest;
    }
    // The two machines' clocks may differ, but nothing is committed before it was sent.
    Duration longest = Duration.between(oldest, now);
    lag = lag == null || longest.compareTo(lag) > 0 ? longest : lag;
  }

  @Override
  public synchronized void left(RejectedMessage message) {
    counts = counts.plus(new RunCounts(0, 0, 0, 0, 1, 0, 0, 0));
  }

  @Override
  public synchronized void discarded(DiscardedMessage message) {
    counts = counts.plus(new RunCounts(0, 0, 0, 0, 0, 0, 1, 0));
  }

  @Override
  public synchronized void released(int messages) {
    counts = counts.plus(new RunCounts(0, 0, 0, 0, 0, messages, 0, 0));
  }

  @Override
  public synchronized void deleted(int messages) {
    counts = counts.plus(new RunCounts(0, 0, 0, 0, 0, 0, 0, messages));
  }

  @Override
  public synchronized void outage(Dependency dependency, RuntimeException why, Duration pause) {
    unavailable.putIfAbsent(dependency, clock.instant());
  }

  @Override
  public synchronized void recovered(Dependency dependency, Duration lasted) {
    unavailable.remove(dependency);
  }

  @Override
  public synchronized void stepped(int messages, long bytes) {
    inHand = messages;
  }
}
