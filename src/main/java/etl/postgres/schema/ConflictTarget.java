package etl.postgres.schema;

import etl.postgres.schema.TableShape.UniqueIndex;
import etl.spec.Identifiers;
import etl.spec.TableSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an insert goes by to pass over a row that is there already. It names the key: else a row
 * that violates any other unique index would be passed over too, and be lost without a word.
 */
public final class ConflictTarget {
  private ConflictTarget() {}

  /**
   * The clause for the event's table.
   *
   * @throws etl.event.StoreException CONFIGURATION if rows could be lost, or none can be inserted
   */
  public static String ofEvents(EventTable events, TableShape found) {
    return clause(found, key(events, found));
  }

  /**
   * Whether a unique index can refuse nothing but a message that is stored already, as one does
   * that is not the key that inserts go by.
   *
   * @return empty if the table has no such index
   */
  public static Optional<Boolean> refusesDuplicates(
      TableSpec spec, TableShape found, String index) {
    return found.uniqueIndexes().stream()
        .filter(unique -> unique.name().equals(index))
        .map(unique -> unique.columns().containsAll(spec.identity()))
        .findFirst();
  }

  /** The key that inserts into the event's table go by. */
  static Set<String> key(EventTable events, TableShape found) {
    return key(found, events::tellsMessagesApart, events.usualKey());
  }

  /** The same for a table with this key. */
  public static String of(TableShape found, String key) {
    return clause(found, key(found, Set.of(key)::equals, Set.of(key)));
  }

  /** The usual key is for a table that has none: the server then says so. */
  private static Set<String> key(TableShape found, Predicate<Set<String>> fits, Set<String> usual) {
    return found.uniqueKeys().stream()
        .filter(fits)
        .min(Comparator.comparingInt(Set::size))
        .orElse(usual);
  }

  private static String clause(TableShape found, Set<String> key) {
    found.uniqueIndexes().stream()
        .filter(index -> index.kind() == UniqueIndex.Kind.DEFERRABLE && key.equals(index.columns()))
        .findFirst()
        .ifPresent(
            index -> {
              throw found.unusable(
                  "has a deferrable constraint "
                      + index.name()
                      + " on its key, which no insert can go by: drop it, run etl migrate");
            });
    // To name the key takes the right to read it, which who only writes mappings is not to have.
    if (found.absent() || found.isReadable(key)) {
      return key.stream()
          .map(Identifiers::quoted)
          .collect(Collectors.joining(", ", "on conflict (", ") do nothing"));
    }
    List<String> others =
        found.uniqueIndexes().stream()
            .filter(
                index ->
                    !(index.kind() == UniqueIndex.Kind.KEY && index.columns().containsAll(key)))
            .map(UniqueIndex::name)
            .toList();
    if (others.isEmpty()) {
      return "on conflict do nothing";
    }
    throw found.unusable(
        "has a unique index of its own, "
            + String.join(", ", others)
            + ", and the role may not read "
            + String.join(", ", new TreeSet<>(key))
            + ", so that rows could be lost: drop the index, or let the owner run etl grants");
  }
}
