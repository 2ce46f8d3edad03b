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

/**
 * The queue's depth and the tables' counts at one moment.
 *
 * @param queue the queue's depth
 * @param tables the tables' counts
 */
public record Statistics(QueueDepth queue, TableCounts tables) {
  static final String VISIBLE = "queue.visible";
  static final String IN_FLIGHT = "queue.in_flight";
  static final String DELAYED = "queue.delayed";
  static final String DEAD_LETTERS = "queue.dead_letter.visible";
  static final String DATABASE = "database.";
  static final String UNKEYED = "unkeyed";

  static final String GENERATIONS = DATABASE + "generations.";
  static final Pattern GENERATION_PATH =
      Pattern.compile("database\\.generations\\.[a-z0-9_]+\\.(?:unkeyed|k[1-9][0-9]*)");

  static final String ORIGINALS = DATABASE + "originals.";

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
    List<String> paths = new ArrayList<>(List.of(VISIBLE, IN_FLIGHT, DELAYED, DEAD_LETTERS));
    TableCounts.names(spec).forEach(name -> paths.add(DATABASE + name));
    for (TableSpec table : spec.tables()) {
      paths.add(rowsPath(table.name()));
      table.maskedColumns().forEach(c -> paths.add(distinctPath(table.name(), c.name())));
    }
    TableCounts.tables(spec).forEach(table -> paths.add(unkeyed(table)));
    OriginalCounts.NAMES.forEach(form -> paths.add(ORIGINALS + form));
    return paths;
  }

  /** The numbers by their paths; null if unknown or there is no such queue. */
  public Map<String, Long> numbers() {
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put(VISIBLE, queue.visible());
    numbers.put(IN_FLIGHT, queue.inFlight());
    numbers.put(DELAYED, queue.delayed());
    numbers.put(DEAD_LETTERS, queue.deadLetters().map(DeadLetters::visible).orElse(null));
    tables.counts().forEach((name, count) -> numbers.put(DATABASE + name, boxed(count)));
    tables
        .tables()
        .forEach(
            (table, counts) -> {
              numbers.put(rowsPath(table), boxed(counts.rows()));
              counts
                  .distinct()
                  .forEach((c, count) -> numbers.put(distinctPath(table, c), boxed(count)));
            });
    tables
        .generations()
        .forEach(
            (table, generations) -> {
              numbers.put(unkeyed(table), generations.get(0));
              generations.forEach(
                  (number, rows) ->
                      numbers.put(GENERATIONS + table + "." + generation(number), rows));
            });
    OriginalCounts.NAMES.forEach(
        form -> numbers.put(ORIGINALS + form, boxed(tables.originals(form))));
    return numbers;
  }

  /** The rows of an event's table, or of the one of the rejected messages; null if unknown. */
  Long rows(String table) {
    EventTableCounts counts = tables.tables().get(table);
    return counts == null ? boxed(tables.counts().get(table)) : boxed(counts.rows());
  }

  /** Whether the events' tables stand among the other counts too. */
  boolean isFlat() {
    return tables.counts().keySet().containsAll(tables.tables().keySet());
  }

  /** How many rows were ever inserted into a table; null if unknown. */
  Long inserted(String table) {
    return tables.inserted().get(table);
  }

  private static String rowsPath(String table) {
    return TABLES + table + ".rows";
  }

  private static String distinctPath(String table, String column) {
    return TABLES + table + ".distinct." + column;
  }

  /** Null for an unknown count. */
  static Long boxed(OptionalLong count) {
    return count.isPresent() ? count.getAsLong() : null;
  }

  private static String unkeyed(String table) {
    return GENERATIONS + table + "." + UNKEYED;
  }

  /** The name of a key generation: {@code k1}. */
  static String generation(int number) {
    return number == 0 ? UNKEYED : "k" + number;
  }
}
