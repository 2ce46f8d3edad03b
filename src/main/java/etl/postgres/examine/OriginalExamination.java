package etl.postgres.examine;

import etl.doctor.Finding;
import etl.event.StoreException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.count.OriginalCounts;

/** Checks how the stored originals are protected. */
public final class OriginalExamination {
  private static final String CHECK = "keys.originals";

  private final Database database;
  private final Protection keys;

  /**
   * @param keys this installation's keys
   */
  public OriginalExamination(Database database, Protection keys) {
    this.database = database;
    this.keys = keys;
  }

  /** How many are sealed, how many a key file opens, how many are plain. */
  public Finding finding() {
    try {
      return OriginalCounts.estimate(database)
          .map(this::finding)
          .orElseGet(() -> Finding.ok(CHECK, "not known: the role may not read the mapping"));
    } catch (StoreException e) {
      return Finding.failed(CHECK, e);
    }
  }

  private Finding finding(OriginalCounts counts) {
    long behind =
        (keys.generation() > 0 ? counts.plain() : 0) + (keys.seals() ? counts.encrypted() : 0);
    return Finding.expect(
        behind == 0,
        CHECK,
        counts.sealed()
            + " sealed, "
            + counts.encrypted()
            + " encrypted, "
            + counts.plain()
            + " plain",
        "run etl remask with these keys: " + behind + " are stored as before them");
  }
}
