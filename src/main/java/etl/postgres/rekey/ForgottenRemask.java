package etl.postgres.rekey;

import etl.masking.Protection;
import org.jdbi.v3.core.Handle;

/**
 * Removes forgotten hashes of earlier generations: they were added under the newest one when that
 * was recorded.
 */
final class ForgottenRemask implements Remask.Step {
  @Override
  public long rekey(Handle transaction, Protection protection, PageRange pages) {
    String sql =
        "delete from only %s where %s and %s"
            .formatted(pages.table(), PageRange.CONDITION, OlderMasks.condition("hash_val"));
    return OlderMasks.bind(pages.bind(transaction.createUpdate(sql)), protection).execute();
  }
}
