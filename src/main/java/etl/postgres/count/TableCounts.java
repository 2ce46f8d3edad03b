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
 * How many rows the tables have.
 *
 * @param counts by name, in display order: the event's table, {@code map_desmask}, {@code
 *     rejected_messages}, and {@code distinct_} with each masked column's name; empty if the table
 *     or the right to read it is missing
 * @param generations how many rows each table has of each key generation, 0 being without a key;
 *     none if the table or the right to read it is missing
 * @param inserted by table, how many rows were ever inserted, by the server's own counter: it is
 *     exact for tables of any size, lags by some seconds, and restarts when an operator resets the
 *     server's statistics or the server crashes; no entry for a table that is missing
 * @param estimated whether any of the counts is an estimate
 */
public record TableCounts(
    Map<String, OptionalLong> counts,
    Map<String, SortedMap<Integer, Long>> generations,
    Map<String, Long> inserted,
    boolean estimated) {
  /** The prefix of a column's name in the name of its count of distinct values. */
  public static final String DISTINCT = "distinct_";

  public TableCounts {
    inserted = Map.copyOf(inserted);
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    generations = Collections.unmodifiableMap(new LinkedHashMap<>(generations));
  }

  /** The names of all counts, in display order. */
  public static List<String> names(EventSpec spec) {
    List<String> names = new ArrayList<>(SupportTables.all(spec));
    spec.maskedColumns().forEach(column -> names.add(distinct(column)));
    return names;
  }

  /** The names of the tables whose generations are counted, in display order. */
  public static List<String> tables(EventSpec spec) {
    List<String> tables = new ArrayList<>(SupportTables.all(spec));
    tables.add(SupportTables.FORGOTTEN);
    tables.add(SupportTables.AUDIT);
    return tables;
  }

  /** The name of the table of rejected messages. */
  public static String rejected() {
    return SupportTables.REJECTED;
  }

  static String distinct(Column column) {
    return DISTINCT + column.name();
  }
}
