package etl.postgres.count;

import etl.masking.MaskForm;
import etl.masking.SealedForm;
import etl.postgres.schema.MaskedColumns;
import etl.postgres.schema.SupportTables;
import etl.spec.EventSpec;
import etl.spec.Identifiers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

final class GenerationCounter {
  private static final String COUNT =
      """
      select generation, count(*) as counted
      from (select %s as generation from %s) as generations
      where generation is not null
      group by generation
      order by generation
      """;

  // Null for null, 0 for text without a generation's prefix.
  private static final String OF_MASK =
      "case when %1$s is not null"
          + " then coalesce(cast(substring(%1$s from '^"
          + MaskForm.PREFIX_REGEX
          + "') as integer), 0) end";

  private static final String OF_BODY =
      "case when substring(body from 1 for 1) = decode('ff', 'hex')"
          + " then coalesce(cast(substring(encode(substring(body from 2 for 14), 'escape')"
          + " from '^"
          + SealedForm.HEADER_REGEX
          + "') as integer), 0) else 0 end";

  // An entry counts as its oldest hash.
  private static final String OF_ENTRY =
      "(select min(%s) from unnest(hashes || found) as entry (hash))"
          .formatted(OF_MASK.formatted("hash"));

  /** What tells of generations in a table: the columns that are read, and a row's expression. */
  private record Held(String table, Collection<String> columns, String generation) {}

  private GenerationCounter() {}

  /**
   * The columns that hold hashes by table: those of the spec, and all that the database remembers.
   */
  static Map<String, Set<String>> masked(EventSpec spec, MaskedColumns remembered) {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    BiConsumer<String, String> add =
        (table, column) -> all.computeIfAbsent(table, t -> new LinkedHashSet<>()).add(column);
    spec.tables().forEach(t -> t.maskedColumns().forEach(c -> add.accept(t.name(), c.name())));
    remembered.hashes().forEach((table, held) -> held.forEach(c -> add.accept(table, c.column())));
    return all;
  }

  /**
   * As {@link TableCounts#generations()}; a row or an audit entry counts by its oldest mask. Empty
   * for a table that is missing or not readable by the role.
   */
  static Map<String, Map<String, Long>> count(
      Handle handle, Map<String, Set<String>> masked, Map<String, TableExtent> extents) {
    List<Held> all = new ArrayList<>();
    masked.forEach(
        (table, columns) -> {
          String oldest =
              columns.stream()
                  .map(name -> OF_MASK.formatted(Identifiers.quoted(name)))
                  .collect(Collectors.joining(", ", "least(", ")"));
          all.add(new Held(table, columns, oldest));
        });
    String ofHash = OF_MASK.formatted("hash_val");
    all.add(new Held(SupportTables.MAPPING, List.of("hash_val"), ofHash));
    all.add(new Held(SupportTables.REJECTED, List.of("body"), OF_BODY));
    all.add(new Held(SupportTables.FORGOTTEN, List.of("hash_val"), ofHash));
    all.add(new Held(SupportTables.AUDIT, List.of("hashes", "found"), OF_ENTRY));
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    all.forEach(held -> counts.put(held.table(), count(handle, extents.get(held.table()), held)));
    return counts;
  }

  private static Map<String, Long> count(Handle handle, TableExtent extent, Held held) {
    if (extent == null || !extent.readable().containsAll(held.columns())) {
      return Map.of();
    }
    Map<String, Long> found = new LinkedHashMap<>(Map.of(TableCounts.UNKEYED, 0L));
    handle
        .createQuery(COUNT.formatted(held.generation(), extent.source()))
        .map(
            (row, context) -> {
              int number = row.getInt("generation");
              String name = number == 0 ? TableCounts.UNKEYED : "k" + number;
              return Map.entry(name, extent.scaled(row.getLong("counted")));
            })
        .forEach(count -> found.put(count.getKey(), count.getValue()));
    return found;
  }
}
