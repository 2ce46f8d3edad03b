package etl.stats;

import etl.event.QueueDepth;
import etl.progress.Pace;
import etl.progress.Rate;
import etl.progress.Span;
import etl.spec.EventSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Computes rates from successive statistics. */
final class RateMeter {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final List<String> stored;
  private final Pace backlogs = new Pace(WINDOW);

  private Statistics before;
  private Instant at;

  RateMeter(EventSpec spec) {
    this.stored = Statistics.storedIn(spec);
  }

  /** The rates since the previous call; null at the first. */
  Rates look(Statistics now, Instant time) {
    Long backlog = backlog(now.queue());
    if (backlog != null) {
      backlogs.mark(time, backlog);
    }
    Rates rates = before == null ? null : rates(now, Duration.between(at, time));
    before = now;
    at = time;
    return rates;
  }

  private Rates rates(Statistics now, Duration passed) {
    Long out = stored(now);
    Long backlog = backlog(now.queue());
    Long earlier = backlog(before.queue());
    boolean both = backlog != null && earlier != null && out != null;
    // The queue's numbers are approximate: a negative inflow is taken for zero.
    Long in = both ? Long.valueOf(Math.max(0, out + backlog - earlier)) : null;
    return new Rates(
        passed,
        in == null ? null : Rate.perSecond(in, passed),
        out == null ? null : Rate.perSecond(out, passed),
        backlog == null || out == null
            ? null
            : remaining(backlog, out * 1_000.0 / Math.max(1, passed.toMillis())),
        backlog == null ? null : remaining(backlog, -backlogs.perSecond()));
  }

  private static Duration remaining(long backlog, double perSecond) {
    return backlog == 0 ? Duration.ZERO : Span.of(backlog, perSecond);
  }

  /** How many messages were stored since the previous call; null if unknown for the event table. */
  private Long stored(Statistics now) {
    Long rows = added(now, stored.get(0));
    if (rows != null) {
      for (String table : stored.subList(1, stored.size())) {
        Long more = added(now, table);
        rows += more == null ? 0 : more;
      }
    }
    return rows;
  }

  /** Estimates are too rough to be subtracted; the server's counter of inserts is exact. */
  private Long added(Statistics now, String table) {
    boolean estimated = now.tables().estimated() || before.tables().estimated();
    Long earlier = estimated ? before.inserted(table) : before.rows(table);
    Long later = estimated ? now.inserted(table) : now.rows(table);
    boolean told = earlier != null && later != null && later >= earlier;
    return told ? Long.valueOf(later - earlier) : null;
  }

  /** All messages on the queue; null if unknown. */
  private static Long backlog(QueueDepth depth) {
    return depth.visible() == null
        ? null
        : Long.valueOf(
            Stream.of(depth.visible(), depth.inFlight(), depth.delayed())
                .mapToLong(count -> count == null ? 0 : count)
                .sum());
  }
}
