package etl.log;

import etl.environment.TextOrJson;
import etl.json.JsonLine;
import java.io.PrintStream;
import java.time.Clock;
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
  private final TextOrJson format;
  private final Clock clock;
  private final AtomicBoolean broken = new AtomicBoolean();

  public Log(PrintStream err, LogLevel level, TextOrJson format, Clock clock) {
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
      Map<String, Object> named = new LinkedHashMap<>();
      for (int i = 0; i < fields.length; i += 2) {
        if (fields[i + 1] != null) {
          named.put(fields[i].toString(), fields[i + 1]);
        }
      }
      log(at, event, named);
    }
  }

  /** The same for fields by their names, none of them null. */
  public void log(LogLevel at, String event, Map<String, ?> fields) {
    if (enabled(at)) {
      print(() -> format == TextOrJson.JSON ? json(at, event, fields) : text(at, event, fields));
    }
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
    if (format == TextOrJson.JSON) {
      log(at, event, "message", line.strip());
    } else if (enabled(at)) {
      print(() -> line);
    }
  }

  /** Reports a problem or a failed check; logged at every level. */
  public void complain(String event, String message) {
    String line = format == TextOrJson.JSON ? message : "etl: " + message;
    say(LogLevel.ERROR, event, line);
  }

  private String text(LogLevel at, String event, Map<String, ?> fields) {
    StringBuilder line = new StringBuilder(now()).append(' ').append(at).append(' ').append(event);
    fields.forEach(
        (name, field) -> {
          String value = field.toString();
          line.append(' ').append(name).append('=');
          line.append(BARE.matcher(value).matches() ? value : JsonLine.text(value));
        });
    return line.toString();
  }

  private String json(LogLevel at, String event, Map<String, ?> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", now());
    line.put("level", at);
    line.put("event", event);
    line.putAll(fields);
    return JsonLine.of(line);
  }

  private String now() {
    return Time.FORMAT.format(clock.instant());
  }

  /** In a class of its own, so that a command that logs nothing does not load it. */
  private static final class Time {
    static final DateTimeFormatter FORMAT =
        new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
  }
}
