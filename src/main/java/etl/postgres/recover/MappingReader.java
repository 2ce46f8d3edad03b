package etl.postgres.recover;

import etl.masking.Generation;
import etl.masking.KeysException;
import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.generation.RecordedGenerations;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Looks up what masks stand for. */
public final class MappingReader {
  /** How many hashes one call may ask for. */
  public static final int CHUNK = 1_000;

  // An older mapping has no column field: the name then means the empty one beside the table.
  private static final String FIND =
      """
      select found.*
      from (select '' as field) as older, lateral (
        select hash_val, coalesce(field, '') as field, original_val
        from map_desmask
        where hash_val = any(?) and original_val is not null) as found
      """;

  private record Stored(String hash, String field, String original) {}

  private final Database database;
  private final Protection protection;

  /**
   * @param protection by which the originals were stored, or a later one
   */
  public MappingReader(Database database, Protection protection) {
    this.database = database;
    this.protection = protection;
  }

  /**
   * Finds the originals of up to {@link #CHUNK} hashes in one query. A hash of an earlier
   * generation is looked for in the later ones too, the newest first.
   *
   * @param hashes in lower case
   * @return by hash as asked, those that are known
   * @throws etl.event.StoreException if the mapping cannot be read
   * @throws KeysException if an original cannot be read, or a hash is not found, for want of keys
   *     that the database has come to
   */
  public Map<String, RecoveredOriginal> find(List<String> hashes) {
    if (hashes.size() > CHUNK) {
      throw new IllegalArgumentException("more than " + CHUNK + " hashes at once");
    }
    Map<String, List<String>> forms = new LinkedHashMap<>();
    hashes.forEach(hash -> forms.computeIfAbsent(hash, this::forms));
    Map<String, Stored> stored =
        read(forms.values().stream().flatMap(List::stream).distinct().toArray());
    Map<String, RecoveredOriginal> found = new HashMap<>();
    forms.forEach(
        (hash, all) ->
            all.stream()
                .map(stored::get)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(original -> found.put(hash, recovered(hash, original))));
    if (found.size() < forms.size()) {
      requireNewest();
    }
    return found;
  }

  /** What the hash's mapping may stand under. */
  private List<String> forms(String hash) {
    boolean known = MaskForm.fits(hash) && MaskForm.generation(hash) <= protection.generation();
    return known ? protection.forms(hash) : List.of(hash);
  }

  private Map<String, Stored> read(Object[] hashes) {
    return database.callPlain(
        "cannot read the mapping",
        connection -> {
          Map<String, Stored> found = new HashMap<>();
          try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setArray(1, connection.createArrayOf("text", hashes));
            ResultSet row = find.executeQuery();
            while (row.next()) {
              String hash = row.getString("hash_val");
              found.put(
                  hash, new Stored(hash, row.getString("field"), row.getString("original_val")));
            }
          }
          return found;
        });
  }

  private RecoveredOriginal recovered(String asked, Stored stored) {
    String original = protection.open(stored.hash(), stored.original()).original();
    return new RecoveredOriginal(asked, stored.field(), original);
  }

  /** Without the newest keys nobody can tell that a hash is not known. */
  private void requireNewest() {
    List<Generation> recorded =
        database.callPlain(RecordedGenerations.READING, RecordedGenerations::newestFirst);
    if (!recorded.isEmpty() && recorded.get(0).number() > protection.generation()) {
      throw KeysException.missing(recorded.get(0).number(), protection.generation());
    }
  }
}
