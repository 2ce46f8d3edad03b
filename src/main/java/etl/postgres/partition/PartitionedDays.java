package etl.postgres.partition;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** For which days a table that is partitioned by dates has a partition. */
public final class PartitionedDays {
  private final FoundTable found;

  private PartitionedDays(FoundTable found) {
    this.found = found;
  }

  /**
   * Those of a table.
   *
   * @param column of the date of sending
   * @return empty if the table is not partitioned by ranges of it
   */
  public static Optional<PartitionedDays> read(Handle handle, String table, String column) {
    return FoundTable.read(handle, table)
        .filter(found -> found.isByDate(column))
        .map(PartitionedDays::new);
  }

  /** The default partition's name, if the rows of this day go there. */
  public Optional<String> restFor(LocalDate day) {
    DayRange asked = new DayRange(day, day.plusDays(1));
    List<DayRange> missing = found.missing(asked);
    return missing.isEmpty() ? Optional.empty() : found.rest().map(Partition::name);
  }
}
