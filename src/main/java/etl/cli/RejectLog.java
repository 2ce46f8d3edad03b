package etl.cli;

import etl.event.RejectedMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Logs rejected messages by id and reason, at most so many a minute: the rest is counted, so that a
 * million of them make no million lines. The debug level logs them all.
 */
final class RejectLog implements AutoCloseable {
  static final int MOST_A_MINUTE = 100;

  private final Log log;
  private final Clock clock;
  private final int limit;

  private Instant minuteEnds = Instant.MIN;
  private int logged;
  private long suppressed;

  RejectLog(Log log, Clock clock) {
    this.log = log;
    this.clock = clock;
    this.limit = log.enabled(LogLevel.DEBUG) ? Integer.MAX_VALUE : MOST_A_MINUTE;
  }

  void log(String event, RejectedMessage message) {
    Instant now = clock.instant();
    if (!now.isBefore(minuteEnds)) {
      close();
      minuteEnds = now.plus(Duration.ofMinutes(1));
      logged = 0;
    }
    if (logged < limit) {
      logged++;
      log.log(LogLevel.INFO, event, "id", message.messageId(), "reason", message.reason());
    } else {
      suppressed++;
    }
  }

  /** Tells how many were only counted. */
  @Override
  public void close() {
    if (suppressed > 0) {
      log.log(LogLevel.INFO, "messages.not_logged", "messages", suppressed);
      suppressed = 0;
    }
  }
}
