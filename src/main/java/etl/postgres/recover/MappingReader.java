package etl.postgres.recover;

import etl.masking.KeysException;
import etl.masking.MaskForm;
import etl.masking.Opener;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.generation.RecordedGenerations;
import etl.postgres.generation.SealedKeys;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Looks up originals by their masks. */
public final class MappingReader {
  public static final int CHUNK = 1_000;

  // An older mapping has no column field: the name then resolves to the empty one of "older".
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
  private final Opener opener;

  /**
   * @param protection the keys that the originals were stored with, or later ones
   */
  public MappingReader(Database database, Protection protection) {
    this.database = database;
    this.protection = protection;
    this.opener = protection.opener(SealedKeys.of(database));
  }

  /**
   * Finds the originals of up to {@link #CHUNK} hashes in one query. A hash of an earlier
   * generation is also looked up under the later ones, the newest first.
   *
   * @param hashes in lower case; a mapping is under the hash alone, without what follows it
   * @return the known ones, by hash as asked
   * @throws etl.event.StoreException if the mapping cannot be read
   * @throws KeysException if an original cannot be decrypted, or a hash is not found and the keys
   *     are not the database's, or lack its newest generation
   */
  public Map<String, RecoveredOriginal> find(List<String> hashes) {
    if (hashes.size() > CHUNK) {
      throw new IllegalArgumentException("more than " + CHUNK + " hashes at once");
    }
    Map<String, List<String>> forms = new LinkedHashMap<>();
    hashes.forEach(hash -> forms.computeIfAbsent(hash, this::forms));
    Map<String, Stored> stored =
        read(forms.values().stream().flatMap(List::stream).distinct().toArray());
    opener.prepare(stored.values().stream().map(Stored::original).toList());
    Map<String, RecoveredOriginal> found = new HashMap<>();
    forms.forEach(
        (hash, all) ->
            all.stream()
                .map(stored::get)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(original -> found.put(hash, recovered(hash, original))));
    if (found.size() < forms.size()) {
      requireKeys();
    }
    return found;
  }

  /** The masks that the hash's mapping may be stored under. */
  private List<String> forms(String asked) {
    String hash = MaskForm.withoutDomain(asked);
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
    try {
      String original = opener.open(stored.hash(), stored.original()).original();
      return new RecoveredOriginal(asked, stored.field(), original);
    } catch (KeysException e) {
      // What is recorded tells more than one original does.
      requireKeys();
      throw e;
    }
  }

  /** Without the newest keys, a hash that is not found may still be known. */
  private void requireKeys() {
    RecordedGenerations.mismatch(
            protection,
            database.callPlain(RecordedGenerations.READING, RecordedGenerations::newestFirst))
        .ifPresent(
            why -> {
              throw why;
            });
  }
}
