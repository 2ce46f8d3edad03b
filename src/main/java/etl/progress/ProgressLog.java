package etl.progress;

import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.log.Log;
import etl.log.LogLevel;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Logs the progress of a run each time it is told that a minute has passed. While nothing happens,
 * one line in fifteen minutes shows that the program is alive.
 */
final class ProgressLog {
  /** People watch a drain, and want to see that it moves. */
  static final Duration FIRST = Duration.ofSeconds(10);

  static final Duration PAUSE = Duration.ofMinutes(1);
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(15);

  private final Log log;
  private final RunProgress progress;
  private final Clock clock;

  private Instant last;
  private ConsumeCounts before = ConsumeCounts.NONE;

  ProgressLog(Log log, RunProgress progress, Clock clock) {
    this.log = log;
    this.progress = progress;
    this.clock = clock;
    this.last = clock.instant();
  }

  /** A minute has passed, or the first ten seconds of a drain. */
  void minute() {
    Instant now = clock.instant();
    RunProgress.Snapshot snapshot = progress.snapshot();
    Duration passed = Duration.between(last, now);
    boolean idle =
        snapshot.counts().equals(before)
            && snapshot.inHand() == 0
            && snapshot.unavailable().isEmpty();
    // A timer may come a little early.
    if (idle && passed.plusSeconds(1).compareTo(LONGEST_SILENCE) < 0) {
      return;
    }
    log(snapshot, snapshot.counts().minus(before), passed, now);
    before = snapshot.counts();
    last = now;
  }

  private void log(
      RunProgress.Snapshot snapshot, ConsumeCounts recent, Duration passed, Instant now) {
    ConsumeCounts all = snapshot.counts();
    Map<Dependency, Instant> unavailable = snapshot.unavailable();
    Instant since = unavailable.values().stream().min(Instant::compareTo).orElse(null);
    Map<String, Object> fields = all.figures(all.discarded() > 0);
    fields.put("last_seconds", passed.toSeconds());
    fields.put("last_received", recent.received());
    fields.put("last_written", recent.written());
    fields.put("last_duplicates", recent.duplicates());
    fields.put("last_rejected", recent.rejected());
    fields.put("messages_per_second", Pace.of(recent.committed() + recent.discarded(), passed));
    fields.put("in_hand", snapshot.inHand());
    if (snapshot.lag() != null) {
      fields.put("lag_seconds", BigDecimal.valueOf(snapshot.lag().toMillis(), 3));
    }
    if (since != null) {
      fields.put("away", names(unavailable));
      fields.put("away_seconds", Duration.between(since, now).toSeconds());
    }
    log.log(LogLevel.INFO, "consume.progress", fields);
  }

  private static String names(Map<Dependency, Instant> unavailable) {
    return unavailable.keySet().stream()
        .sorted()
        .map(Dependency::label)
        .collect(Collectors.joining(","));
  }
}
