package etl.stats;

import etl.json.JsonLine;
import etl.progress.Span;
import etl.stats.RateMeter.Rates;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Prints statistics together with their rates. */
final class RatesPrinter {
  private RatesPrinter() {}

  /** One object on one line: the statistics, and the rates; null for none yet. */
  static String json(Statistics statistics, Rates rates) {
    Map<String, Object> members = statistics.members();
    members.put("rates", rates == null ? null : members(rates));
    return JsonLine.of(members);
  }

  private static Map<String, BigDecimal> members(Rates rates) {
    Map<String, BigDecimal> members = new LinkedHashMap<>();
    members.put("seconds", seconds(rates.passed()));
    members.put("in_per_second", rates.in());
    members.put("out_per_second", rates.out());
    members.put("lag_estimate_seconds", seconds(rates.lag()));
    members.put("empty_in_seconds", seconds(rates.empty()));
    return members;
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
      Map<String, BigDecimal> members = members(rates);
      members.remove("seconds");
      members.forEach((name, number) -> add(line, name, number));
    }
    return line.toString();
  }

  /** Not what a shorter path tells too. */
  private static boolean isTold(String path, Statistics statistics) {
    boolean again = path.startsWith(Statistics.TABLES) && statistics.tables().isFlat();
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
