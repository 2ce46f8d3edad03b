package etl.stats;

import etl.event.QueueDepth;
import etl.event.QueueDepth.DeadLetters;
import etl.postgres.count.TableCounts;
import etl.spec.EventSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

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

  public Statistics {
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(tables, "tables");
  }

  /** The paths of all numbers in the JSON output. */
  public static List<String> paths(EventSpec spec) {
    List<String> paths = new ArrayList<>(List.of(VISIBLE, IN_FLIGHT, DELAYED, DEAD_LETTERS));
    TableCounts.names(spec).forEach(name -> paths.add(DATABASE + name));
    TableCounts.tables(spec).forEach(table -> paths.add(unkeyed(table)));
    return paths;
  }

  /** The numbers by their paths; null if unknown or there is no such queue. */
  public Map<String, Long> numbers() {
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put(VISIBLE, queue.visible());
    numbers.put(IN_FLIGHT, queue.inFlight());
    numbers.put(DELAYED, queue.delayed());
    numbers.put(DEAD_LETTERS, queue.deadLetters().map(DeadLetters::visible).orElse(null));
    tables
        .counts()
        .forEach(
            (name, count) ->
                numbers.put(DATABASE + name, count.isPresent() ? count.getAsLong() : null));
    tables
        .generations()
        .forEach((table, generations) -> numbers.put(unkeyed(table), generations.get(0)));
    return numbers;
  }

  /** The tables that messages are stored in: as rows or as rejected messages. */
  static List<String> storedIn(EventSpec spec) {
    return List.of(spec.table(), TableCounts.rejected());
  }

  /** The rows of a table; null if unknown. */
  Long rows(String table) {
    OptionalLong count = tables.counts().getOrDefault(table, OptionalLong.empty());
    return count.isPresent() ? count.getAsLong() : null;
  }

  /** How many rows were ever inserted into a table; null if unknown. */
  Long inserted(String table) {
    return tables.inserted().get(table);
  }

  private static String unkeyed(String table) {
    return GENERATIONS + table + "." + UNKEYED;
  }

  /** The name of a key generation: {@code k1}. */
  static String generation(int number) {
    return number == 0 ? UNKEYED : "k" + number;
  }
}
