package etl.progress;

import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.consume.report.ConsumeListener;
import etl.event.ParsedMessage;
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
      ConsumeCounts counts, int inHand, Map<Dependency, Instant> unavailable, Duration lag) {
    Snapshot {
      unavailable = Map.copyOf(unavailable);
    }
  }

  private final Clock clock;
  private final Map<Dependency, Instant> unavailable = new EnumMap<>(Dependency.class);

  private ConsumeCounts counts = ConsumeCounts.NONE;
  private int inHand;
  private Duration lag;

  RunProgress(Clock clock) {
    this.clock = clock;
  }

  synchronized ConsumeCounts counts() {
    return counts;
  }

  synchronized Snapshot snapshot() {
    Snapshot snapshot = new Snapshot(counts, inHand, unavailable, lag);
    lag = null;
    return snapshot;
  }

  @Override
  public synchronized void on(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Committed commit) {
      committed(commit.batch());
    } else if (event instanceof ConsumeEvent.Outage outage) {
      unavailable.putIfAbsent(outage.dependency(), clock.instant());
    } else if (event instanceof ConsumeEvent.Recovered recovered) {
      unavailable.remove(recovered.dependency());
    } else if (event instanceof ConsumeEvent.Stepped step) {
      counts = step.counts();
      inHand = step.inHand();
    }
  }

  private void committed(List<? extends ParsedMessage> batch) {
    Instant now = clock.instant();
    Instant oldest = now;
    for (ParsedMessage message : batch) {
      oldest = message.sentAt().isBefore(oldest) ? message.sentAt() : oldest;
    }
    // The two machines' clocks may differ, but nothing is committed before it was sent.
    Duration longest = Duration.between(oldest, now);
    lag = lag == null || longest.compareTo(lag) > 0 ? longest : lag;
  }
}
