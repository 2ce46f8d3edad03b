package etl.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Logs what happens to single messages, with a limit per minute and event: the rest is only
 * counted, so that a million bad messages do not make a million lines. At debug level, all are
 * logged.
 */
public final class LimitedLog implements AutoCloseable {
  static final int MOST_A_MINUTE = 100;

  private final Log log;
  private final Clock clock;
  private final int limit;
  private final Map<String, Integer> met = new LinkedHashMap<>();

  private Instant minuteEnds = Instant.MIN;

  public LimitedLog(Log log, Clock clock) {
    this.log = log;
    this.clock = clock;
    this.limit = log.enabled(LogLevel.DEBUG) ? Integer.MAX_VALUE : MOST_A_MINUTE;
  }

  /** Logs like {@link Log#log}, or counts. */
  void log(LogLevel at, String event, Object... fields) {
    Instant now = clock.instant();
    if (!now.isBefore(minuteEnds)) {
      close();
      minuteEnds = now.plus(Duration.ofMinutes(1));
    }
    if (met.merge(event, 1, Integer::sum) <= limit) {
      log.log(at, event, fields);
    }
  }

  /** Logs how many were only counted. */
  @Override
  public void close() {
    met.forEach(
        (event, times) -> {
          if (times > limit) {
            log.log(LogLevel.INFO, "messages.not_logged", "of", event, "messages", times - limit);
          }
        });
    met.clear();
  }
}
