package etl.postgres.generation;

import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.postgres.SqlArrays;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The hashes that must not be mapped again, in every generation of the keys to come. */
public final class ForgottenHashes {
  private static final int CHUNK = 1_000;

  private static final String ADD =
      """
      insert into forgotten_hashes (hash_val)
      select * from unnest(:hashes)
      on conflict do nothing
      """;

  private static final String ALL = "select hash_val from forgotten_hashes";

  private ForgottenHashes() {}

  /**
   * What keeps a statement that adds mappings from adding those. It leaves the rows in their order,
   * as an anti-join would not: concurrent writers take their locks in it.
   */
  public static String without(String hash) {
    return "(select true from forgotten_hashes f where f.hash_val = %s limit 1) is null"
        .formatted(hash);
  }

  public static void add(Handle transaction, Collection<String> hashes) {
    transaction.createUpdate(ADD).bind("hashes", SqlArrays.of("text", hashes.toArray())).execute();
  }

  /** Adds them as the newest generation has them, when it is recorded. */
  static void rekey(Handle transaction, Protection protection) {
    List<String> rekeyed = new ArrayList<>();
    transaction
        .createQuery(ALL)
        .setFetchSize(CHUNK)
        .mapTo(String.class)
        .filter(hash -> MaskForm.generation(hash) < protection.generation())
        .forEach(
            hash -> {
              rekeyed.add(protection.rekey(hash));
              if (rekeyed.size() == CHUNK) {
                add(transaction, rekeyed);
                rekeyed.clear();
              }
            });
    // Who may not add any can bring new keys into use where none are forgotten.
    if (!rekeyed.isEmpty()) {
      add(transaction, rekeyed);
    }
  }
}
