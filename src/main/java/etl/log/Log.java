package etl.log;

import etl.json.JsonLine;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The program's log: one line per event on standard error, as {@code time level event key=value …}
 * or as JSON. The names of the events are stable. Callers give neither payload nor credentials. Its
 * methods throw nothing when a line cannot be written: the first time, one line tries to say so.
 */
public final class Log {
  private static final Pattern BARE = Pattern.compile("[^\\s\"=\\p{Cntrl}]+");

  private final PrintStream err;
  private final LogLevel level;
  private final LogFormat format;
  private final Clock clock;
  private final AtomicBoolean broken = new AtomicBoolean();

  public Log(PrintStream err, LogLevel level, LogFormat format, Clock clock) {
    this.err = err;
    this.level = level;
    this.format = format;
    this.clock = clock;
  }

  boolean enabled(LogLevel at) {
    return at.compareTo(level) <= 0;
  }

  /**
   * Writes an event, if its level is logged.
   *
   * @param fields alternating names and values; null values are left out
   */
  public void log(LogLevel at, String event, Object... fields) {
    if (enabled(at)) {
      print(() -> line(at, event, fields));
    }
  }

  private String line(LogLevel at, String event, Object... fields) {
    Instant now = clock.instant();
    return format == LogFormat.JSON ? json(now, at, event, fields) : text(now, at, event, fields);
  }

  /** A log that cannot be written is no reason to end what it tells of. */
  private void print(Supplier<String> line) {
    try {
      err.println(line.get());
    } catch (RuntimeException e) {
      if (!broken.getAndSet(true)) {
        log(LogLevel.WARN, "log.failed", "why", e.getClass().getName());
      }
    }
  }

  /**
   * Tells people something: the line as it is, or, in JSON, an event with the line as its message.
   */
  public void say(LogLevel at, String event, String line) {
    if (format == LogFormat.JSON) {
      log(at, event, "message", line.strip());
    } else if (enabled(at)) {
      print(() -> line);
    }
  }

  /** Reports a problem or a failed check; logged at every level. */
  public void complain(String event, String message) {
    String line = format == LogFormat.JSON ? message : "etl: " + message;
    say(LogLevel.ERROR, event, line);
  }

  private static String text(Instant now, LogLevel at, String event, Object... fields) {
    StringBuilder line = new StringBuilder(Time.FORMAT.format(now)).append(' ').append(at);
    line.append(' ').append(event);
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i + 1] != null) {
        String value = fields[i + 1].toString();
        line.append(' ').append(fields[i]).append('=');
        line.append(BARE.matcher(value).matches() ? value : JsonLine.text(value));
      }
    }
    return line.toString();
  }

  private static String json(Instant now, LogLevel at, String event, Object... fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", Time.FORMAT.format(now));
    line.put("level", at);
    line.put("event", event);
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i + 1] != null) {
        line.put(fields[i].toString(), fields[i + 1]);
      }
    }
    return JsonLine.of(line);
  }

  /** In a class of its own, so that a command that logs nothing does not load it. */
  private static final class Time {
    static final DateTimeFormatter FORMAT =
        new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
  }
}
