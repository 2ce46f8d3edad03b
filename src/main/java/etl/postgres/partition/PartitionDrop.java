package etl.postgres.partition;

import etl.event.Fault;
import etl.event.StoreException;
import etl.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Drops partitions with their rows, for good, while consumers run. */
public final class PartitionDrop {
  private static final String ACTION = "cannot drop the partition ";
  private static final String DEPENDED_ON = "2BP01";

  private final Database database;
  private final Consumer<String> notices;
  private Duration longestWait = Duration.ZERO;

  /**
   * @param database closed by the caller
   * @param notices told what it waits for
   */
  public PartitionDrop(Database database, Consumer<String> notices) {
    this.database = database;
    this.notices = notices;
  }

  /**
   * The partitions that hold nothing that was sent at this moment or later; the default one is
   * never among them.
   *
   * @throws StoreException if they cannot be read
   */
  public List<Partition> before(Instant cutoff, List<String> tables) {
    return database.call(
        "cannot list the partitions",
        handle ->
            tables.stream()
                .flatMap(table -> FoundTable.read(handle, table).stream())
                .flatMap(found -> found.partitions().stream())
                .filter(partition -> !partition.isDefault() && endsBefore(partition, cutoff))
                .toList());
  }

  private static boolean endsBefore(Partition partition, Instant cutoff) {
    LocalDate to = partition.days().to();
    return to.isBefore(LocalDate.MAX)
        && !to.atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(cutoff);
  }

  /**
   * Detaches and drops a partition, in one transaction.
   *
   * @return false if somebody else has dropped it
   * @throws StoreException CONFIGURATION if something depends on it
   */
  public boolean drop(Partition partition) {
    return LockPatience.retry(
        () -> tryTo(partition),
        () -> notices.accept(partition.table() + " is in use: waiting for a lock on it"));
  }

  /** The longest time that others may have waited for the table, tries without success included. */
  public Duration longestWait() {
    return longestWait;
  }

  private boolean tryTo(Partition partition) {
    AtomicLong start = new AtomicLong();
    try {
      return database.longTransaction(
          ACTION + partition.name(), transaction -> drop(transaction, partition, start));
    } catch (StoreException e) {
      throw e.sqlState().equals(DEPENDED_ON) ? dependedOn(partition, e) : e;
    } finally {
      if (start.get() != 0) {
        Duration wait = Duration.ofNanos(System.nanoTime() - start.get());
        longestWait = wait.compareTo(longestWait) > 0 ? wait : longestWait;
      }
    }
  }

  private static boolean drop(Handle transaction, Partition partition, AtomicLong start) {
    transaction.execute(LockPatience.SHORT_WAITS);
    FoundTable found = FoundTable.read(transaction, partition.table()).orElse(null);
    if (found == null || !found.partitions().contains(partition)) {
      return false;
    }
    start.set(System.nanoTime());
    transaction.execute("alter table " + found.path() + " detach partition " + partition.path());
    transaction.execute("drop table " + partition.path());
    return true;
  }

  private static StoreException dependedOn(Partition partition, StoreException failure) {
    return new StoreException(
        Fault.CONFIGURATION,
        failure.sqlState(),
        ACTION + partition.name() + ": a view or something else depends on it, drop that first",
        failure);
  }
}
