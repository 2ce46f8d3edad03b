package etl.postgres.count;

import etl.masking.MaskForm;
import etl.masking.SealedForm;
import etl.postgres.Database;
import etl.postgres.schema.SupportTables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * How the originals in the mapping are stored. On a large table, these are estimates.
 *
 * @param sealed how many only a recovery file opens
 * @param encrypted how many a key file opens that has no recovery file
 * @param plain how many anyone can read who can read the mapping
 */
public record OriginalCounts(long sealed, long encrypted, long plain) {
  private static final String COUNT =
      """
      select count(*) filter (where hash_val ~ '^%1$s' and original_val ~ '^%2$s') as sealed,
        count(*) filter (where hash_val ~ '^%1$s' and original_val !~ '^%2$s') as encrypted,
        count(*) filter (where hash_val !~ '^%1$s') as plain
      from %3$s
      where original_val is not null
      """;

  /** The names of the counts, in display order. */
  public static final List<String> NAMES = List.of("sealed", "encrypted", "plain");

  public long of(String name) {
    return switch (name) {
      case "sealed" -> sealed;
      case "encrypted" -> encrypted;
      default -> plain;
    };
  }

  /**
   * Counts, or estimates, in a time that does not grow with the table.
   *
   * @return empty if the table or the right to read it is missing
   * @throws etl.event.StoreException if the query fails
   */
  public static Optional<OriginalCounts> estimate(Database database) {
    return database.call(
        "cannot count the originals",
        handle -> count(handle, TableExtent.read(handle, List.of(SupportTables.MAPPING), false)));
  }

  static Optional<OriginalCounts> count(Handle handle, Map<String, TableExtent> extents) {
    TableExtent extent = extents.get(SupportTables.MAPPING);
    if (extent == null
        || !extent.readable().containsAll(Set.of(SupportTables.HASH, SupportTables.ORIGINAL))) {
      return Optional.empty();
    }
    String sql = COUNT.formatted(MaskForm.PREFIX_REGEX, SealedForm.SEALED_REGEX, extent.source());
    return Optional.of(
        handle
            .createQuery(sql)
            .map(
                (row, context) ->
                    new OriginalCounts(
                        extent.scaled(row.getLong("sealed")),
                        extent.scaled(row.getLong("encrypted")),
                        extent.scaled(row.getLong("plain"))))
            .one());
  }
}
