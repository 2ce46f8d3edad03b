package etl.stats;

import com.google.gson.stream.JsonWriter;
import etl.event.QueueDepth;
import etl.event.QueueDepth.DeadLetters;
import etl.json.JsonLine;
import etl.metrics.CountMetrics;
import etl.postgres.count.OriginalCounts;
import etl.postgres.count.TableCounts;
import etl.postgres.count.TableCounts.EventTableCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;

/** Prints statistics for people, as one JSON object on one line, or for Prometheus. */
public final class StatisticsPrinter {
  private StatisticsPrinter() {}

  /** The numbers by name, {@code -} for an unknown one. */
  public static String text(Statistics statistics) {
    List<String> lines = new ArrayList<>(queue(statistics.queue()));
    lines.addAll(database(statistics));
    return String.join("\n", lines);
  }

  /** The lines about the queue. */
  static List<String> queue(QueueDepth queue) {
    List<String> lines = new ArrayList<>();
    lines.add("queue " + queue.url());
    lines.add(row("visible", queue.visible()));
    lines.add(row("in flight", queue.inFlight()));
    lines.add(row("delayed", queue.delayed()));
    queue
        .deadLetters()
        .ifPresent(
            dead -> {
              lines.add("dead-letter queue " + dead.url());
              lines.add(row("visible", dead.visible()));
            });
    return lines;
  }

  /** The lines about the database. */
  static List<String> database(Statistics statistics) {
    TableCounts tables = statistics.tables();
    List<String> lines = new ArrayList<>();
    lines.add("database");
    if (!statistics.isFlat()) {
      tables.tables().forEach((table, counts) -> addTable(lines, table, counts));
    }
    tables.counts().forEach((name, count) -> lines.add(row(name, Statistics.boxed(count))));
    generations(tables, (table, name, count) -> lines.add(row(table + " " + name, count)));
    OriginalCounts.NAMES.forEach(
        form -> lines.add(row("originals " + form, Statistics.boxed(tables.originals(form)))));
    if (tables.estimated()) {
      lines.add("  (counts of large tables are estimates; use --exact to count)");
    }
    return lines;
  }

  private static void addTable(List<String> lines, String table, EventTableCounts counts) {
    lines.add(row(table, Statistics.boxed(counts.rows())));
    counts
        .distinct()
        .forEach(
            (column, count) ->
                lines.add(row(table + " distinct " + column, Statistics.boxed(count))));
  }

  private interface Generation {
    void has(String table, String name, long rows);
  }

  private static void generations(TableCounts tables, Generation each) {
    tables
        .generations()
        .forEach(
            (table, generations) ->
                generations.forEach(
                    (number, rows) -> each.has(table, Statistics.generation(number), rows)));
  }

  private static String row(String name, Long number) {
    return row(name, number == null ? null : String.format(Locale.ROOT, "%,d", number));
  }

  /** A line of the name and what is known. */
  static String row(String name, String value) {
    return "  %-26s %13s".formatted(name, value == null ? "-" : value);
  }

  /** One object on one line. */
  public static String json(Statistics statistics) {
    return json(statistics, json -> {});
  }

  /** The same with more members at the end. */
  public static String json(Statistics statistics, JsonLine.Value more) {
    return JsonLine.object(
        json -> {
          json.name("queue");
          queue(json, statistics.queue());
          json.name("database");
          database(json, statistics.tables());
          more.writeTo(json);
        });
  }

  /** In Prometheus's text format. */
  public static String prometheus(Statistics statistics) {
    TableCounts tables = statistics.tables();
    CountMetrics metrics =
        new CountMetrics(
            statistics.queue(), tables.inserted(), statistics.isFlat(), tables.estimated());
    Map<String, OptionalLong> rows = new LinkedHashMap<>();
    tables.tables().forEach((table, counts) -> rows.put(table, counts.rows()));
    for (String table : List.of(TableCounts.mapping(), TableCounts.rejected())) {
      rows.put(table, tables.counts().get(table));
    }
    rows.forEach((table, count) -> count.ifPresent(number -> metrics.rows(table, number)));
    tables
        .tables()
        .forEach(
            (table, counts) ->
                counts
                    .distinct()
                    .forEach(
                        (column, count) ->
                            count.ifPresent(number -> metrics.distinct(table, column, number))));
    generations(tables, metrics::generation);
    return metrics.text().stripTrailing();
  }

  private static void queue(JsonWriter json, QueueDepth queue) throws IOException {
    json.beginObject();
    json.name("url").value(queue.url());
    json.name("visible").value(queue.visible());
    json.name("in_flight").value(queue.inFlight());
    json.name("delayed").value(queue.delayed());
    json.name("dead_letter");
    if (queue.deadLetters().isPresent()) {
      DeadLetters dead = queue.deadLetters().get();
      json.beginObject();
      json.name("url").value(dead.url());
      json.name("visible").value(dead.visible());
      json.endObject();
    } else {
      json.nullValue();
    }
    json.endObject();
  }

  private static void database(JsonWriter json, TableCounts tables) throws IOException {
    json.beginObject();
    for (Map.Entry<String, OptionalLong> count : tables.counts().entrySet()) {
      json.name(count.getKey()).value(Statistics.boxed(count.getValue()));
    }
    tables(json, tables.tables());
    json.name("estimated").value(tables.estimated());
    json.name("generations").beginObject();
    for (Map.Entry<String, SortedMap<Integer, Long>> table : tables.generations().entrySet()) {
      json.name(table.getKey());
      if (table.getValue().isEmpty()) {
        json.nullValue();
        continue;
      }
      json.beginObject();
      for (Map.Entry<Integer, Long> count : table.getValue().entrySet()) {
        json.name(Statistics.generation(count.getKey())).value(count.getValue());
      }
      json.endObject();
    }
    json.endObject();
    json.name("originals").beginObject();
    for (String form : OriginalCounts.NAMES) {
      json.name(form).value(Statistics.boxed(tables.originals(form)));
    }
    json.endObject();
    json.endObject();
  }

  private static void tables(JsonWriter json, Map<String, EventTableCounts> tables)
      throws IOException {
    json.name("tables").beginObject();
    for (Map.Entry<String, EventTableCounts> table : tables.entrySet()) {
      json.name(table.getKey()).beginObject();
      json.name("rows").value(Statistics.boxed(table.getValue().rows()));
      json.name("distinct").beginObject();
      for (Map.Entry<String, OptionalLong> column : table.getValue().distinct().entrySet()) {
        json.name(column.getKey()).value(Statistics.boxed(column.getValue()));
      }
      json.endObject();
      json.endObject();
    }
    json.endObject();
  }
}
