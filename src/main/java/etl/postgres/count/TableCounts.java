package etl.postgres.count;

import etl.postgres.schema.SupportTables;
import etl.spec.Column;
import etl.spec.EventSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * How many rows stand in the tables.
 *
 * @param counts by name, in the order to be shown: the event's table, {@code map_desmask}, {@code
 *     rejected_messages}, and {@code distinct_} with each masked column's name; empty where the
 *     table or the right to read it is missing
 * @param generations how many rows of each table are of each generation of the keys, 0 being
 *     without a key; none where the table or the right to read it is missing
 * @param inserted by table, how many rows were ever inserted in it, by the server's own counter: it
 *     is exact for tables of any size, follows by some seconds, and begins anew when an operator
 *     resets the server's statistics or the server crashes; nothing of a table that is missing
 * @param estimated whether one of the others is an estimate
 */
public record TableCounts(
    Map<String, OptionalLong> counts,
    Map<String, SortedMap<Integer, Long>> generations,
    Map<String, Long> inserted,
    boolean estimated) {
  /** What stands before a column's name in that of the count of its different values. */
  public static final String DISTINCT = "distinct_";

  public TableCounts {
    inserted = Map.copyOf(inserted);
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    generations = Collections.unmodifiableMap(new LinkedHashMap<>(generations));
  }

  /** The names of all the counts, in the order to be shown. */
  public static List<String> names(EventSpec spec) {
    List<String> names = new ArrayList<>(SupportTables.all(spec));
    spec.maskedColumns().forEach(column -> names.add(distinct(column)));
    return names;
  }

  /** The names of the tables whose generations are counted, in the order to be shown. */
  public static List<String> tables(EventSpec spec) {
    return SupportTables.all(spec);
  }

  /** The name of the table of rejected messages. */
  public static String rejected() {
    return SupportTables.REJECTED;
  }

  static String distinct(Column column) {
    return DISTINCT + column.name();
  }
}
