package etl.postgres.partition;

import etl.event.Fault;
import etl.event.StoreException;
import etl.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Drops partitions with their rows, for good, while consumers run. */
public final class PartitionDrop {
  private static final String ACTION = "cannot drop the partition ";
  private static final String DEPENDED_ON = "2BP01";

  private final Database database;
  private final LockPatience locks;

  /**
   * @param notices told what it waits for
   */
  public PartitionDrop(Database database, Consumer<String> notices) {
    this.database = database;
    this.locks = new LockPatience(database, notices);
  }

  /**
   * The partitions that hold nothing that was sent at this moment or later; the default one is
   * never among them.
   */
  public List<Partition> before(Instant cutoff, List<String> tables) {
    return database.call(
        "cannot list the partitions",
        handle ->
            FoundTable.partitions(handle, tables).stream()
                .filter(partition -> partition.days().endBefore(cutoff))
                .toList());
  }

  /**
   * Detaches and drops a partition, in one transaction.
   *
   * @return false if somebody else has dropped it
   * @throws StoreException CONFIGURATION if something depends on it
   */
  public boolean drop(Partition partition) {
    try {
      return locks.retry(
          ACTION + partition.name(),
          partition.table(),
          transaction -> dropIn(transaction, partition));
    } catch (StoreException e) {
      throw e.sqlState().equals(DEPENDED_ON)
          ? e.retold(
              Fault.CONFIGURATION,
              ACTION
                  + partition.name()
                  + ": a view or something else depends on it, drop that first")
          : e;
    }
  }

  /** The longest time that others may have waited for the table, tries without success included. */
  public Duration longestWait() {
    return locks.longestWait();
  }

  private boolean dropIn(Handle transaction, Partition partition) {
    FoundTable found = FoundTable.read(transaction, partition.table()).orElse(null);
    if (found == null || !found.partitions().contains(partition)) {
      return false;
    }
    locks.begin();
    transaction.execute("alter table " + found.path() + " detach partition " + partition.path());
    transaction.execute("drop table " + partition.path());
    return true;
  }
}
