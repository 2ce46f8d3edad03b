package etl.postgres.examine;

import etl.doctor.Finding;
import etl.event.StoreException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.count.OriginalCounts;

/** Checks how the stored originals are protected. */
public final class OriginalExamination {
  private static final String CHECK = "keys.originals";

  private OriginalExamination() {}

  /**
   * How many are sealed, how many a key file opens, how many are plain.
   *
   * @param keys this installation's keys
   */
  public static Finding finding(Database database, Protection keys) {
    try {
      return OriginalCounts.estimate(database)
          .map(counts -> finding(counts, keys))
          .orElseGet(() -> Finding.ok(CHECK, "not known: the role may not read the mapping"));
    } catch (StoreException e) {
      return Finding.failed(CHECK, e);
    }
  }

  private static Finding finding(OriginalCounts counts, Protection keys) {
    long behind =
        (keys.generation() > 0 ? counts.plain() : 0) + (keys.seals() ? counts.encrypted() : 0);
    return Finding.expect(
        behind == 0,
        CHECK,
        "%d sealed, %d encrypted, %d plain"
            .formatted(counts.sealed(), counts.encrypted(), counts.plain()),
        "run etl remask with these keys: " + behind + " are stored as before them");
  }
}
