package etl.postgres.rekey;

import etl.masking.Protection;
import etl.masking.SealedKey;
import etl.masking.Sealer;
import etl.postgres.SqlArrays;
import etl.postgres.generation.ForgottenHashes;
import etl.postgres.generation.SealedKeys;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Brings mappings of older generations to their newest masks. */
final class RekeyedMappings {
  /** A mapping as the table has it, with its ctid; the original and the field may be null. */
  private record MappingRow(
      String place, String hash, String stored, String field, OffsetDateTime firstSeen) {
    static final String COLUMNS =
        "cast(ctid as text) as place, hash_val as hash, original_val as stored, field, first_seen";

    /** The same mapping with the newest keys. */
    MappingRow rekeyed(Protection protection, Sealer sealer) {
      return new MappingRow(
          null,
          protection.rekey(hash),
          stored == null ? null : sealer.reseal(hash, stored),
          field,
          firstSeen);
    }

    /** The mask only. */
    @Override
    public String toString() {
      return "MappingRow[" + hash + "]";
    }
  }

  private static final String KNOWN =
      "select hash_val from map_desmask where hash_val = any(:hashes)";

  private static final String FIND =
      "select %s from map_desmask where hash_val = any(:hashes)".formatted(MappingRow.COLUMNS);

  private static final String INSERT =
      """
      insert into map_desmask (hash_val, original_val, field, first_seen)
      select hash, original, field, cast(seen as timestamptz)
      from unnest(:hashes, :originals, :fields, :seen) as mapping (hash, original, field, seen)
      where %s
      on conflict (hash_val) do nothing
      """
          .formatted(ForgottenHashes.without("mapping.hash"));

  private static final String KEEP_DATE =
      """
      update map_desmask m set first_seen = old.seen
      from (
        select hash, cast(seen as timestamptz) as seen
        from unnest(:hashes, :seen) as mapping (hash, seen)) as old
      where m.hash_val = old.hash and m.first_seen > old.seen
      """;

  // None of them is written again under its older mask: no consumer's memory has to be cleared.
  private static final String MOVED = "select set_config('etl.moves_mappings', 'on', true)";

  private RekeyedMappings() {}

  /** Moves mappings to their newest masks, once no row needs the old ones. */
  static long move(Handle transaction, Protection protection, PageRange pages) {
    String sql =
        "select %s from only %s where %s and %s for update"
            .formatted(
                MappingRow.COLUMNS,
                pages.table(),
                PageRange.CONDITION,
                PageRange.isOlder("hash_val"));
    List<MappingRow> rows =
        pages
            .bindOlder(transaction.createQuery(sql), protection)
            .map(ConstructorMapper.of(MappingRow.class))
            .list();
    if (rows.isEmpty()) {
      return 0;
    }
    add(transaction, rows, protection);
    transaction.execute(MOVED);
    String delete =
        "delete from only %s where ctid = any(cast(:places as tid[])) and %s"
            .formatted(pages.table(), PageRange.CONDITION);
    return pages
        .bind(transaction.createUpdate(delete))
        .bind("places", column(rows, MappingRow::place))
        .execute();
  }

  /**
   * Makes sure that the mappings of these older masks, if there are any, are also stored under
   * their newest masks.
   */
  static void ensure(Handle transaction, Map<String, String> masks, Protection protection) {
    Map<String, String> missing = new TreeMap<>();
    masks.forEach((old, newest) -> missing.put(newest, old));
    removeKnown(transaction, missing);
    Map<String, MappingRow> rows = find(transaction, missing.values(), protection);
    List<MappingRow> copied = new ArrayList<>();
    for (String old : missing.values()) {
      protection.forms(old).stream()
          .map(rows::get)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(copied::add);
    }
    insertRekeyed(transaction, copied, protection);
  }

  /**
   * Adds these mappings under their newest masks if they are missing. An existing one is kept, but
   * gets the older date.
   */
  private static void add(Handle transaction, List<MappingRow> rows, Protection protection) {
    Map<String, MappingRow> byMask = new TreeMap<>();
    rows.forEach(row -> byMask.put(protection.rekey(row.hash()), row));
    Map<String, MappingRow> missing = new TreeMap<>(byMask);
    removeKnown(transaction, missing);
    insertRekeyed(transaction, missing.values(), protection);
    List<MappingRow> sorted = List.copyOf(byMask.values());
    transaction
        .createUpdate(KEEP_DATE)
        .bind("hashes", SqlArrays.texts(byMask.keySet()))
        .bind("seen", column(sorted, row -> row.firstSeen().toString()))
        .execute();
  }

  private static void removeKnown(Handle transaction, Map<String, ?> byMask) {
    transaction
        .createQuery(KNOWN)
        .bind("hashes", SqlArrays.texts(byMask.keySet()))
        .mapTo(String.class)
        .list()
        .forEach(byMask::remove);
  }

  private static Map<String, MappingRow> find(
      Handle transaction, Collection<String> masks, Protection protection) {
    Object[] forms = masks.stream().flatMap(mask -> protection.forms(mask).stream()).toArray();
    return transaction
        .createQuery(FIND)
        .bind("hashes", SqlArrays.of("text", forms))
        .map(ConstructorMapper.of(MappingRow.class))
        .stream()
        .collect(Collectors.toMap(MappingRow::hash, Function.identity()));
  }

  /** In the order of masks, so that concurrent writers take their locks in the same order. */
  private static void insertRekeyed(
      Handle transaction, Collection<MappingRow> rows, Protection protection) {
    if (rows.isEmpty()) {
      return;
    }
    SealedKey.Reader keys = SealedKeys.of(transaction);
    protection
        .opener(keys)
        .prepare(rows.stream().map(MappingRow::stored).filter(Objects::nonNull).toList());
    Sealer sealer = protection.sealer(keys);
    List<MappingRow> sorted = rows.stream().map(row -> row.rekeyed(protection, sealer)).toList();
    SealedKeys.insert(transaction, sealer.keys());
    transaction
        .createUpdate(INSERT)
        .bind("hashes", column(sorted, MappingRow::hash))
        .bind("originals", column(sorted, MappingRow::stored))
        .bind("fields", column(sorted, MappingRow::field))
        .bind("seen", column(sorted, row -> row.firstSeen().toString()))
        .execute();
  }

  private static Argument column(List<MappingRow> rows, Function<MappingRow, String> value) {
    return SqlArrays.of("text", rows.stream().map(value).toArray());
  }
}
