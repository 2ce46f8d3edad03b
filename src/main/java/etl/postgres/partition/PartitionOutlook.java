package etl.postgres.partition;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How long the partitions of a table last.
 *
 * @param byDays whether it is partitioned by ranges of days; if not, the rest means nothing
 * @param rest whether it has a default partition
 * @param today the day in UTC, by the server's clock
 * @param end the first day from today on for which there is none but the default one; {@link
 *     LocalDate#MAX} if each day has one
 */
public record PartitionOutlook(boolean byDays, boolean rest, LocalDate today, LocalDate end) {
  /**
   * That of a table.
   *
   * @return empty if there is no such table
   */
  public static Optional<PartitionOutlook> read(Handle handle, String table) {
    return FoundTable.read(handle, table).map(PartitionOutlook::of);
  }

  private static PartitionOutlook of(FoundTable found) {
    LocalDate end = found.today();
    for (Partition partition : found.partitions()) {
      if (!partition.isDefault() && partition.days().contains(end)) {
        end = partition.days().to();
      }
    }
    return new PartitionOutlook(found.isByDays(), found.rest().isPresent(), found.today(), end);
  }

  /** The moment at which they end; empty if they do not, or if there are none. */
  public Optional<Instant> endsAt() {
    return byDays && end.isBefore(LocalDate.MAX)
        ? Optional.of(end.atStartOfDay().toInstant(ZoneOffset.UTC))
        : Optional.empty();
  }

  /** Whether one of the days from today to so many days ahead has none but the default one. */
  public boolean endsWithin(int daysAhead) {
    return ChronoUnit.DAYS.between(today, end) <= daysAhead;
  }
}
