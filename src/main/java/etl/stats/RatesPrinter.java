package etl.stats;

import com.google.gson.stream.JsonWriter;
import etl.progress.Span;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Prints statistics together with their rates. */
final class RatesPrinter {
  private RatesPrinter() {}

  /** One object on one line: the statistics, and the rates; null for none yet. */
  static String json(Statistics statistics, Rates rates) {
    return StatisticsPrinter.json(
        statistics,
        json -> {
          json.name("rates");
          if (rates == null) {
            json.nullValue();
          } else {
            members(json, rates);
          }
        });
  }

  private static void members(JsonWriter json, Rates rates) throws IOException {
    json.beginObject();
    json.name("seconds").value(seconds(rates.passed()));
    json.name("in_per_second").value(rates.in());
    json.name("out_per_second").value(rates.out());
    json.name("lag_estimate_seconds").value(seconds(rates.lag()));
    json.name("empty_in_seconds").value(seconds(rates.empty()));
    json.endObject();
  }

  /** One line: the time, and the numbers by name; unknown ones are left out. */
  static String line(Instant now, Statistics statistics, Rates rates) {
    StringJoiner line = new StringJoiner(" ");
    line.add(now.truncatedTo(ChronoUnit.SECONDS).toString());
    for (Map.Entry<String, Long> number : statistics.numbers().entrySet()) {
      if (isTold(number.getKey(), statistics)) {
        add(line, number.getKey(), number.getValue());
      }
    }
    if (rates != null) {
      add(line, "in_per_second", rates.in());
      add(line, "out_per_second", rates.out());
      add(line, "lag_estimate_seconds", seconds(rates.lag()));
      add(line, "empty_in_seconds", seconds(rates.empty()));
    }
    return line.toString();
  }

  /** Not what a shorter path tells too. */
  private static boolean isTold(String path, Statistics statistics) {
    boolean again = path.startsWith(Statistics.TABLES) && statistics.isFlat();
    return !again && !path.startsWith(Statistics.GENERATIONS);
  }

  private static void add(StringJoiner line, String name, Number number) {
    if (number != null) {
      line.add(name + "=" + number);
    }
  }

  /** The lines of a screen: the queue and the rates first, as the terminal may have few lines. */
  static List<String> screen(Instant now, int pause, Statistics statistics, Rates rates) {
    List<String> lines = new ArrayList<>();
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    lines.add("etl stats  " + time + "  every " + pause + " s, Ctrl-C to end");
    lines.addAll(StatisticsPrinter.queue(statistics.queue()));
    boolean known = rates != null;
    lines.add(known ? "rates over the last " + seconds(rates.passed()) + " s" : "rates");
    lines.add(StatisticsPrinter.row("in per second, estimated", known ? number(rates.in()) : null));
    lines.add(StatisticsPrinter.row("stored per second", known ? number(rates.out()) : null));
    lines.add(StatisticsPrinter.row("lag, estimated", known ? span(rates.lag()) : null));
    lines.add(StatisticsPrinter.row("empty in, estimated", known ? span(rates.empty()) : null));
    lines.addAll(StatisticsPrinter.database(statistics));
    return lines;
  }

  private static String number(BigDecimal number) {
    return number == null ? null : String.format(Locale.ROOT, "%,.1f", number);
  }

  private static String span(Duration duration) {
    return duration == null ? null : Span.text(duration);
  }

  private static BigDecimal seconds(Duration duration) {
    return duration == null ? null : BigDecimal.valueOf(duration.toMillis() / 100, 1);
  }
}
