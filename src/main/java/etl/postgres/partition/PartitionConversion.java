package etl.postgres.partition;

import etl.event.StoreException;
import etl.postgres.AdvisoryLock;
import etl.postgres.Database;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Turns a table that is full and in use into a partitioned one, without rewriting a row. It goes by
 * steps, each of which leaves a table that works, and what the next one is stands in the catalogue:
 * wherever it is interrupted, the next call goes on.
 *
 * <p>One step must not be left standing: the check keeps rows of the period after the next one out.
 * So it is made last, is made anew where its bound has come near, and a consumer whose row it
 * refuses waits instead of rejecting the message.
 */
public final class PartitionConversion {
  static final String ACTION = "cannot partition the table";

  private static final String ALONE =
      """
      select pg_try_advisory_xact_lock(
        %s, coalesce(cast(to_regclass(quote_ident(:table)) as oid), 0)::int)
      """
          .formatted(AdvisoryLock.PARTITIONING);

  private final Database database;
  private final Consumer<String> notices;

  /**
   * @param notices told what will be done before it is begun, and what is waited for
   */
  public PartitionConversion(Database database, Consumer<String> notices) {
    this.database = database;
    this.notices = notices;
  }

  /**
   * What {@link #convert} would do; empty if there is nothing to do.
   *
   * @throws StoreException DENIED or CONFIGURATION if it cannot be done, with the names of what is
   *     in the way
   */
  public List<String> plan(PartitionedTable table) {
    return database.longTransaction(
        ACTION,
        handle -> {
          PlainTable found = PlainTable.read(handle, table).orElse(null);
          if (found == null) {
            return List.of();
          }
          ConversionPlan.require(handle, table, found);
          long rows = ConversionPlan.requireDates(handle, table, found);
          return ConversionPlan.lines(handle, table, found, rows);
        });
  }

  /**
   * Converts the table, unless it is partitioned or not there.
   *
   * @param done told what was done
   * @throws StoreException as {@link #plan} does, with nothing done; or if a step fails, and the
   *     ones before stay done
   */
  public void convert(PartitionedTable table, Consumer<String> done) {
    List<String> plan = plan(table);
    if (!plan.isEmpty()) {
      plan.forEach(notices);
      database.longTransaction(
          ACTION,
          guard -> {
            lockOut(guard, table);
            go(table, done);
            return null;
          });
    }
  }

  /** Keeps other conversions of the table away, until the guard's transaction ends. */
  private void lockOut(Handle guard, PartitionedTable table) {
    guard.execute(ConversionSteps.NO_TIMEOUTS);
    for (boolean told = false; !isAlone(guard, table); told = true) {
      if (!told) {
        notices.accept(table.name() + " is being partitioned: waiting");
      }
      LockPatience.pause();
    }
  }

  /**
   * Takes the lock if it is free. Nothing may wait for it in the server: a query's snapshot lasts
   * until the transaction's next statement, and an index that is built concurrently waits for it.
   */
  private static boolean isAlone(Handle guard, PartitionedTable table) {
    boolean alone = guard.createQuery(ALONE).bind("table", table.name()).mapTo(boolean.class).one();
    guard.execute("set local idle_in_transaction_session_timeout = 0");
    return alone;
  }

  /** Step by step, each chosen by how the table is found. */
  private void go(PartitionedTable table, Consumer<String> done) {
    ConversionSteps steps = new ConversionSteps(database, table, notices);
    boolean told = false;
    for (Optional<PlainTable> found = read(table); found.isPresent(); found = read(table)) {
      PlainTable now = found.get();
      if (!now.unfinished().isEmpty() && steps.isMaintained(now)) {
        // What was killed may still be at work in the server.
        if (!told) {
          notices.accept(table.name() + ": waiting for an index that is being built, or a vacuum");
          told = true;
        }
        LockPatience.pause();
      } else if (!now.unfinished().isEmpty()) {
        steps.drop(now.unfinished());
      } else if (now.key().isEmpty()) {
        steps.build(now);
      } else if (now.refusesSoon(table)) {
        steps.dropCheck(now);
      } else if (now.check().isEmpty()) {
        steps.addCheck(now);
      } else if (!now.checked()) {
        if (!steps.validate(now)) {
          plan(table);
        }
      } else if (steps.makeSwitch(now)) {
        done.accept(
            "%s: partitioned by %s, with its rows until now in %s; consumers waited %d ms at most"
                .formatted(
                    table.name(),
                    table.period().written(),
                    table.earlier(),
                    steps.longestWait().toMillis()));
      }
    }
  }

  /**
   * Drops the check of an interrupted conversion before it refuses rows.
   *
   * @return whether there was one
   */
  public boolean dropCheckInTheWay(PartitionedTable table) {
    Optional<PlainTable> inTheWay =
        read(table).filter(found -> found.own() && found.refusesSoon(table));
    inTheWay.ifPresent(new ConversionSteps(database, table, notices)::dropCheck);
    return inTheWay.isPresent();
  }

  private Optional<PlainTable> read(PartitionedTable table) {
    return database.callFresh(ACTION, handle -> PlainTable.read(handle, table));
  }
}
