package etl.stats;

import etl.event.QueueDepth;
import etl.json.JsonLine;
import etl.metrics.CountMetrics;
import etl.postgres.count.OriginalCounts;
import etl.postgres.count.TableCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Prints statistics for people, as one JSON object on one line, or for Prometheus. */
public final class StatisticsPrinter {
  private StatisticsPrinter() {}

  /** The numbers by name, {@code -} for an unknown one. */
  public static String text(Statistics statistics) {
    List<String> lines = new ArrayList<>(queue(statistics.queue()));
    lines.addAll(database(statistics));
    return String.join("\n", lines);
  }

  static List<String> queue(QueueDepth queue) {
    List<String> lines = new ArrayList<>();
    lines.add("queue " + queue.url());
    lines.add(row("visible", queue.visible()));
    lines.add(row("in flight", queue.inFlight()));
    lines.add(row("delayed", queue.delayed()));
    if (queue.deadLetters().isPresent()) {
      lines.add("dead-letter queue " + queue.deadLetters().get().url());
      lines.add(row("visible", queue.deadLetters().get().visible()));
    }
    return lines;
  }

  static List<String> database(Statistics statistics) {
    TableCounts tables = statistics.tables();
    List<String> lines = new ArrayList<>();
    lines.add("database");
    if (!tables.isFlat()) {
      tables
          .tables()
          .forEach(
              (table, counts) -> {
                lines.add(row(table, counts.rows()));
                counts
                    .distinct()
                    .forEach(
                        (column, values) -> lines.add(row(table + " distinct " + column, values)));
              });
    }
    tables.counts().forEach((name, count) -> lines.add(row(name, count)));
    tables
        .generations()
        .forEach(
            (table, rows) ->
                rows.forEach((key, count) -> lines.add(row(table + " " + key, count))));
    OriginalCounts.NAMES.forEach(
        form -> lines.add(row("originals " + form, tables.originals(form))));
    if (tables.estimated()) {
      lines.add("  (counts of large tables are estimates; use --exact to count)");
    }
    return lines;
  }

  private static String row(String name, OptionalLong count) {
    return row(name, Statistics.boxed(count));
  }

  private static String row(String name, Long number) {
    return row(name, number == null ? null : String.format(Locale.ROOT, "%,d", number));
  }

  static String row(String name, String value) {
    return "  %-26s %13s".formatted(name, value == null ? "-" : value);
  }

  /** One object on one line. */
  public static String json(Statistics statistics) {
    return JsonLine.of(statistics.members());
  }

  public static String prometheus(Statistics statistics) {
    return CountMetrics.text(statistics.queue(), statistics.tables()).stripTrailing();
  }
}
