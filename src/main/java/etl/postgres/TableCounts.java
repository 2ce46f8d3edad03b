package etl.postgres;

import etl.event.Column;
import etl.event.EventSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many rows stand in the tables.
 *
 * @param counts by name, in the order to be shown: the event's table, {@code map_desmask}, {@code
 *     rejected_messages}, and {@code distinct_} with each masked column's name; empty where the
 *     table or the right to read it is missing
 * @param estimated whether one of them is an estimate
 */
public record TableCounts(Map<String, OptionalLong> counts, boolean estimated) {
  public TableCounts {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /** The names of all the counts, in the order to be shown. */
  public static List<String> names(EventSpec spec) {
    List<String> names = new ArrayList<>(SupportTables.all(spec));
    spec.maskedColumns().forEach(column -> names.add(distinct(column)));
    return names;
  }

  static String distinct(Column column) {
    return "distinct_" + column.name();
  }
}
