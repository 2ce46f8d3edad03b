package etl.postgres.count;

import etl.postgres.schema.SupportTables;
import etl.spec.EventSpec;
import etl.spec.TableSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many rows the tables have. A count is empty if the table or the right to read it is missing.
 *
 * @param tables the events' tables by name, in display order
 * @param counts by name, in display order: {@code map_desmask} and {@code rejected_messages}; of
 *     the built-in spec also its table, and {@code distinct_} with each masked column's name
 * @param generations how many rows each table that holds masks, of whatever spec, has of each key
 *     generation, {@link #UNKEYED} and {@code k1} and so on; none if the table or the right to read
 *     it is missing
 * @param originals how the originals are stored; empty if the mapping or the right to read it is
 *     missing
 * @param inserted by table, how many rows were ever inserted, by the server's own counter: it is
 *     exact for tables of any size, lags by some seconds, and restarts when an operator resets the
 *     server's statistics or the server crashes; no entry for a table that is missing
 * @param estimated whether any of the counts is an estimate
 */
public record TableCounts(
    Map<String, EventTableCounts> tables,
    Map<String, OptionalLong> counts,
    Map<String, Map<String, Long>> generations,
    Optional<OriginalCounts> originals,
    Map<String, Long> inserted,
    boolean estimated) {
  /**
   * Of an event's table: its rows, and the values of each column of hashes, by name and in order.
   */
  public record EventTableCounts(OptionalLong rows, Map<String, OptionalLong> distinct) {
    public EventTableCounts {
      distinct = Collections.unmodifiableMap(new LinkedHashMap<>(distinct));
    }
  }

  /** The names of the tables that are filled whatever the spec. */
  public static final String MAPPING = SupportTables.MAPPING;

  public static final String REJECTED = SupportTables.REJECTED;

  /** The generation of masks without a key. */
  public static final String UNKEYED = "unkeyed";

  private static final String DISTINCT = "distinct_";

  public TableCounts {
    inserted = Map.copyOf(inserted);
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    generations = Collections.unmodifiableMap(new LinkedHashMap<>(generations));
  }

  /** The names of {@link #counts()}, in display order. */
  public static List<String> names(EventSpec spec) {
    if (!spec.shipped()) {
      return List.of(SupportTables.MAPPING, SupportTables.REJECTED);
    }
    List<String> names = new ArrayList<>(SupportTables.all(spec.tables()));
    for (TableSpec table : spec.tables()) {
      table.maskedColumns().forEach(column -> names.add(DISTINCT + column.name()));
    }
    return names;
  }

  /** The names of those tables whose generations are counted in any case, in display order. */
  public static List<String> tables(EventSpec spec) {
    List<String> tables = new ArrayList<>(SupportTables.all(spec.tables()));
    spec.tables().stream()
        .filter(table -> table.maskedColumns().isEmpty())
        .forEach(table -> tables.remove(table.name()));
    tables.add(SupportTables.FORGOTTEN);
    tables.add(SupportTables.AUDIT);
    return tables;
  }

  /** How many originals are stored in a form of {@link OriginalCounts#NAMES}. */
  public OptionalLong originals(String form) {
    return originals.map(counts -> OptionalLong.of(counts.of(form))).orElse(OptionalLong.empty());
  }

  /** Whether the events' tables stand among the {@link #counts()} too. */
  public boolean isFlat() {
    return counts.keySet().containsAll(tables.keySet());
  }

  /** The {@link #counts()}: of the built-in spec, those of its table are among them. */
  static Map<String, OptionalLong> named(
      EventSpec spec, Map<String, EventTableCounts> tables, Map<String, OptionalLong> own) {
    Map<String, OptionalLong> all = new HashMap<>(own);
    tables.forEach(
        (table, counts) -> {
          all.put(table, counts.rows());
          counts.distinct().forEach((column, values) -> all.put(DISTINCT + column, values));
        });
    Map<String, OptionalLong> named = new LinkedHashMap<>();
    names(spec).forEach(name -> named.put(name, all.get(name)));
    return named;
  }
}
