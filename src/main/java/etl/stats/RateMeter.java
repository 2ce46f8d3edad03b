package etl.stats;

import etl.event.QueueDepth;
import etl.postgres.count.TableCounts;
import etl.progress.Pace;
import etl.progress.Span;
import etl.spec.EventSpec;
import etl.spec.TableSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Computes rates from successive statistics. */
final class RateMeter {
  /**
   * Rates between two successive statistics; an unknown one is null.
   *
   * @param passed the time between the two
   * @param in messages arrived per second: the queue's growth plus what was stored; unknown where a
   *     message may become several rows or none
   * @param out new rows and new rejected messages per second
   * @param lag how long a message that arrives now would wait behind all others at the present
   *     rate, unknown where {@code in} is; SQS does not tell how old its messages are
   * @param empty the time until the queue is empty, projected from the last minute
   */
  record Rates(Duration passed, BigDecimal in, BigDecimal out, Duration lag, Duration empty) {}

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final List<String> tables;
  private final boolean aRowEach;
  private final Pace backlogs = new Pace(WINDOW);

  private Statistics before;
  private Instant at;

  RateMeter(EventSpec spec) {
    this.tables = spec.tables().stream().map(TableSpec::name).toList();
    this.aRowEach = spec.events().stream().noneMatch(kind -> kind.unfolds() || kind.discards());
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
    // Rows tell of messages only where each becomes one.
    boolean both = aRowEach && backlog != null && earlier != null && out != null;
    // The queue's numbers are approximate: a negative inflow is taken for zero.
    Long in = both ? Long.valueOf(Math.max(0, out + backlog - earlier)) : null;
    return new Rates(
        passed,
        in == null ? null : Pace.of(in, passed),
        out == null ? null : Pace.of(out, passed),
        !aRowEach || backlog == null || out == null
            ? null
            : remaining(backlog, out * 1_000.0 / Math.max(1, passed.toMillis())),
        backlog == null ? null : remaining(backlog, -backlogs.perSecond()));
  }

  private static Duration remaining(long backlog, double perSecond) {
    return backlog == 0 ? Duration.ZERO : Span.of(backlog, perSecond);
  }

  /** How many rows were stored since the previous call; null if unknown of an event's table. */
  private Long stored(Statistics now) {
    Long rejects = added(now, TableCounts.REJECTED);
    long rows = rejects == null ? 0 : rejects;
    for (String table : tables) {
      Long more = added(now, table);
      if (more == null) {
        return null;
      }
      rows += more;
    }
    return rows;
  }

  /** Estimates are too rough to be subtracted; the server's counter of inserts is exact. */
  private Long added(Statistics now, String table) {
    boolean estimated = now.tables().estimated() || before.tables().estimated();
    Long earlier = estimated ? before.tables().inserted().get(table) : before.rows(table);
    Long later = estimated ? now.tables().inserted().get(table) : now.rows(table);
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
