package etl.postgres.generation;

import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.postgres.SqlArrays;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The hashes that must never be mapped again, in this or any later key generation. */
public final class ForgottenHashes {
  private static final int CHUNK = 1_000;

  private static final String ADD =
      """
      insert into forgotten_hashes (hash_val)
      select * from unnest(:hashes)
      on conflict (hash_val) do nothing
      """;

  private ForgottenHashes() {}

  /**
   * The condition that keeps an insert of mappings from adding them. Unlike an anti-join, it
   * preserves the order of the rows, in which concurrent writers take their locks.
   */
  public static String without(String hash) {
    return "(select true from forgotten_hashes f where f.hash_val = %s limit 1) is null"
        .formatted(hash);
  }

  public static void add(Handle transaction, Collection<String> hashes) {
    transaction.createUpdate(ADD).bind("hashes", SqlArrays.texts(hashes)).execute();
  }

  /** Adds them under the newest generation, when that is recorded. */
  static void rekey(Handle transaction, Protection protection) {
    List<String> rekeyed = new ArrayList<>();
    transaction
        .createQuery("select hash_val from forgotten_hashes")
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
    // A role without the right to insert can still introduce new keys if nothing is forgotten.
    if (!rekeyed.isEmpty()) {
      add(transaction, rekeyed);
    }
  }
}
