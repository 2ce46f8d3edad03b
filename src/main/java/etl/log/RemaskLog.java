package etl.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Logs the progress of a remask: every few seconds and at the end of each table. */
public final class RemaskLog {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Log log;
  private final Clock clock;
  private Instant next;

  public RemaskLog(Log log, Clock clock) {
    this.log = log;
    this.clock = clock;
    this.next = clock.instant().plus(PAUSE);
  }

  public void done(String table, long pages, long all, long carried) {
    Instant now = clock.instant();
    if (pages < all && now.isBefore(next)) {
      return;
    }
    next = now.plus(PAUSE);
    log.log(
        LogLevel.INFO,
        "remask.progress",
        "table",
        table,
        "percent",
        100 * pages / all,
        "rows",
        carried);
  }
}
