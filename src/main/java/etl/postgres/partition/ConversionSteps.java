package etl.postgres.partition;

import etl.event.StoreException;
import etl.postgres.Database;
import etl.postgres.KnownRefusal;
import etl.spec.Identifiers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/** The steps of a conversion. Each says what it does, and leaves a table that works. */
final class ConversionSteps {
  static final String NO_TIMEOUTS =
      """
      select set_config(name, '0', true)
      from unnest(array['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout'])
        as setting (name)
      """;

  private final Database database;
  private final PartitionedTable table;
  private final Consumer<String> notices;
  private final LockPatience locks;

  ConversionSteps(Database database, PartitionedTable table, Consumer<String> notices) {
    this.database = database;
    this.table = table;
    this.notices = notices;
    this.locks = new LockPatience(database, notices);
  }

  /** Asks without waiting in the server: what builds an index would wait for who waits. */
  boolean isMaintained(PlainTable found) {
    try {
      inTransaction("lock table only " + found.path() + " in share update exclusive mode nowait");
      return false;
    } catch (StoreException e) {
      if (!e.sqlState().equals(LockPatience.LOCK_NOT_AVAILABLE)) {
        throw e;
      }
      return true;
    }
  }

  void drop(List<String> indexes) {
    notices.accept(table.name() + ": dropping an index that was not built to the end");
    for (String index : indexes) {
      outsideTransactions("drop index concurrently " + index);
    }
  }

  void build(PlainTable found) {
    String columns = String.join(", ", table.key().stream().map(Identifiers::quoted).toList());
    notices.accept(table.name() + ": building the index");
    outsideTransactions(
        "create unique index concurrently on " + found.path() + " (" + columns + ")");
  }

  void addCheck(PlainTable found) {
    LocalDate bound = table.bound(found.today());
    notices.accept(table.name() + ": adding the check");
    alter(
        ("alter table only %1$s add constraint %2$s check (%3$s is not null"
                + " and %3$s < '%4$s') not valid")
            .formatted(found.path(), PlainTable.CHECK, Identifiers.quoted(table.column()), bound));
  }

  void dropCheck(PlainTable found) {
    notices.accept(
        "%s: dropping a check that was left, and would refuse rows of %s on"
            .formatted(table.name(), found.check().orElseThrow()));
    alter("alter table only " + found.path() + " drop constraint " + PlainTable.CHECK);
  }

  /**
   * Looks whether all rows keep the check. If not, since somebody has stored others meanwhile, the
   * check is gone: it would stand there for nothing.
   */
  boolean validate(PlainTable found) {
    notices.accept(table.name() + ": checking the rows");
    try {
      inTransaction(
          "alter table only " + found.path() + " validate constraint " + PlainTable.CHECK);
      return true;
    } catch (StoreException e) {
      if (!e.sqlState().equals(KnownRefusal.CHECK_STATE)) {
        throw e;
      }
      dropCheck(found);
      return false;
    }
  }

  /** Makes the table a partition of a new one; false if it is no longer as it was found. */
  boolean makeSwitch(PlainTable found) {
    notices.accept(table.name() + ": putting the partitioned table in its place");
    return locks.retry(
        PartitionConversion.ACTION,
        table.name(),
        transaction -> PartitionSwitch.make(transaction, table, found, locks));
  }

  Duration longestWait() {
    return locks.longestWait();
  }

  private void alter(String sql) {
    locks.retry(
        PartitionConversion.ACTION,
        table.name(),
        transaction -> {
          locks.begin();
          return transaction.execute(sql);
        });
  }

  /** However long it takes: nobody waits for it. */
  private void inTransaction(String sql) {
    database.longTransaction(
        PartitionConversion.ACTION,
        transaction -> {
          transaction.execute(NO_TIMEOUTS);
          return transaction.execute(sql);
        });
  }

  /** The same for what the server does in transactions of its own. */
  private void outsideTransactions(String sql) {
    database.callFresh(
        PartitionConversion.ACTION,
        handle -> {
          handle.getConnection().setNetworkTimeout(Runnable::run, 0);
          handle.execute("set statement_timeout = 0");
          handle.execute("set lock_timeout = 0");
          try {
            return handle.execute(sql);
          } finally {
            // A pooler may give the session to others.
            handle.execute("reset statement_timeout");
            handle.execute("reset lock_timeout");
          }
        });
  }
}
