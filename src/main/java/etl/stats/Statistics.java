package etl.stats;

import etl.event.QueueDepth;
import etl.event.QueueDepth.DeadLetters;
import etl.postgres.count.OriginalCounts;
import etl.postgres.count.TableCounts;
import etl.postgres.count.TableCounts.EventTableCounts;
import etl.spec.EventSpec;
import etl.spec.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The queue's depth and the tables' counts at one moment. */
public record Statistics(QueueDepth queue, TableCounts tables) {
  static final String DATABASE = "database.";

  static final String GENERATIONS = DATABASE + "generations.";
  static final Pattern GENERATION_PATH =
      Pattern.compile("database\\.generations\\.[a-z0-9_]+\\.(?:unkeyed|k[1-9][0-9]*)");

  static final String TABLES = DATABASE + "tables.";

  public Statistics {
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(tables, "tables");
  }

  /**
   * The paths of the numbers in the JSON output, but for those of generations, of which only the
   * database knows: see {@link #GENERATION_PATH}.
   */
  public static List<String> paths(EventSpec spec) {
    List<String> paths = new ArrayList<>();
    for (String depth : List.of("visible", "in_flight", "delayed", "dead_letter.visible")) {
      paths.add("queue." + depth);
    }
    TableCounts.names(spec).forEach(name -> paths.add(DATABASE + name));
    for (TableSpec table : spec.tables()) {
      String path = TABLES + table.name();
      paths.add(path + ".rows");
      table.maskedColumns().forEach(column -> paths.add(path + ".distinct." + column.name()));
    }
    TableCounts.tables(spec)
        .forEach(table -> paths.add(GENERATIONS + table + "." + TableCounts.UNKEYED));
    OriginalCounts.NAMES.forEach(form -> paths.add(DATABASE + "originals." + form));
    return paths;
  }

  /** The numbers by their paths; null if unknown. There is none of what is not there. */
  public Map<String, Long> numbers() {
    Map<String, Long> numbers = new LinkedHashMap<>();
    members().forEach((name, value) -> number(name, value, numbers));
    return numbers;
  }

  private static void number(String path, Object value, Map<String, Long> numbers) {
    if (value instanceof Map<?, ?> members) {
      members.forEach((name, member) -> number(path + "." + name, member, numbers));
    } else if (value instanceof OptionalLong count) {
      numbers.put(path, boxed(count));
    } else if (value == null || value instanceof Long) {
      numbers.put(path, (Long) value);
    }
  }

  /** As JSON has it: objects are maps. */
  Map<String, Object> members() {
    Map<String, Object> depth = new LinkedHashMap<>();
    depth.put("url", queue.url());
    depth.put("visible", queue.visible());
    depth.put("in_flight", queue.inFlight());
    depth.put("delayed", queue.delayed());
    depth.put("dead_letter", queue.deadLetters().map(Statistics::deadLetters).orElse(null));
    Map<String, Object> events = new LinkedHashMap<>();
    tables.tables().forEach((table, counts) -> events.put(table, rows(counts)));
    Map<String, Object> generations = new LinkedHashMap<>();
    // Null where they could not be counted.
    tables
        .generations()
        .forEach((table, rows) -> generations.put(table, rows.isEmpty() ? null : rows));
    Map<String, Object> originals = new LinkedHashMap<>();
    OriginalCounts.NAMES.forEach(form -> originals.put(form, tables.originals(form)));
    Map<String, Object> database = new LinkedHashMap<>(tables.counts());
    database.put("tables", events);
    database.put("estimated", tables.estimated());
    database.put("generations", generations);
    database.put("originals", originals);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("queue", depth);
    all.put("database", database);
    return all;
  }

  private static Map<String, Object> deadLetters(DeadLetters dead) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("url", dead.url());
    members.put("visible", dead.visible());
    return members;
  }

  private static Map<String, Object> rows(EventTableCounts counts) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("rows", counts.rows());
    members.put("distinct", counts.distinct());
    return members;
  }

  /** The rows of an event's table, or of the one of the rejected messages; null if unknown. */
  Long rows(String table) {
    EventTableCounts counts = tables.tables().get(table);
    return counts == null ? boxed(tables.counts().get(table)) : boxed(counts.rows());
  }

  /** Null for an unknown count. */
  static Long boxed(OptionalLong count) {
    return count.isPresent() ? count.getAsLong() : null;
  }
}
