package etl.postgres.schema;

import etl.event.Fault;
import etl.event.StoreException;
import etl.postgres.Database;
import etl.spec.Column;
import etl.spec.EventSpec;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Brings the tables up to date, whatever shape an older program has left them in. */
public final class Schema {
  // Any number will do, if only every process takes the same.
  public static final String LOCK =
      """
      set local lock_timeout = '20s';
      select pg_advisory_xact_lock(6241903);
      """;
  private static final String SAVEPOINT = "change";
  private static final String VIEW_IN_THE_WAY = "0A000";

  private final Database database;
  private final EventSpec spec;
  private final EventTable eventTable;
  private final Consumer<String> notices;

  /**
   * @param notices told what takes long, before it begins, and what stays as it is
   */
  public Schema(Database database, EventSpec spec, Consumer<String> notices) {
    this.database = database;
    this.spec = spec;
    this.eventTable = new EventTable(spec);
    this.notices = notices;
  }

  /**
   * The owner's part: brings the tables up to date, in one transaction. Several processes can do it
   * at once: one of them does, the others wait.
   *
   * @return what was wanting and is there now, one phrase each; empty if all was up to date
   * @throws StoreException DENIED, naming what is missing, where the role may not change it;
   *     CONFIGURATION where the tables cannot be brought up to date
   */
  public List<String> migrate() {
    Catalogue found = check();
    return allowed(found, true).isEmpty()
        ? List.of()
        : apply(true).stream().map(Change::description).toList();
  }

  /**
   * The consumer's part: checks the tables, and brings them up to date as far as the role may.
   *
   * @return what the tables look like then; rows can be written to them
   * @throws StoreException as {@link #migrate()} does, but only for what is needed to write rows
   */
  public Catalogue bringUpToDate() {
    Catalogue found = check();
    if (!allowed(found, false).isEmpty()) {
      apply(false);
      found = check();
    }
    requireRights(found);
    return found;
  }

  /**
   * Looks at the tables as a consumer would, and changes nothing.
   *
   * @return what a consumer would bring up to date, one phrase each; empty if there is nothing
   * @throws StoreException as {@link #bringUpToDate()} does
   */
  public List<String> pendingChanges() {
    Catalogue found = check();
    List<Change> changes = allowed(found, false);
    if (found.tables().values().stream().noneMatch(TableShape::absent)) {
      requireRights(found);
    }
    return changes.stream().map(Change::description).toList();
  }

  private Catalogue check() {
    return database.callFresh("cannot check the tables", this::read);
  }

  private Catalogue read(Handle handle) {
    return Catalogue.read(handle, SupportTables.known(spec));
  }

  /** What is to be done and may be done. */
  private List<Change> allowed(Catalogue found, boolean all) {
    Set<String> given = spec.columns().stream().map(Column::name).collect(Collectors.toSet());
    found.table(spec.table()).requireUsable(given);
    found.table(SupportTables.MAPPING).requireUsable(SupportTables.MAPPING_COLUMNS);
    found.table(SupportTables.REJECTED).requireUsable(SupportTables.REJECTED_COLUMNS);
    // In the order in which a batch takes its locks.
    List<Change> open = new ArrayList<>(eventTable.changes(found.table(spec.table())));
    open.addAll(SupportTables.changes(found));
    Map<Boolean, List<Change>> may =
        open.stream().collect(Collectors.partitioningBy(c -> changeable(c.table(), found)));
    String refused =
        may.get(false).stream()
            .filter(change -> all || change.needed())
            .map(Change::description)
            .collect(Collectors.joining("; "));
    if (!refused.isEmpty()) {
      throw refused(refused + ". The role may not change that: let the owner run etl migrate");
    }
    return may.get(true);
  }

  /** Who may not change the mapping is not to own what the mapping depends on. */
  private boolean changeable(String table, Catalogue found) {
    return found.table(table).changeable()
        && (SupportTables.all(spec).contains(table)
            || found.table(SupportTables.MAPPING).changeable());
  }

  private List<Change> apply(boolean all) {
    return database.callFresh(
        "cannot bring the tables up to date",
        handle -> {
          // A large table takes as long as it takes.
          handle.getConnection().setNetworkTimeout(Runnable::run, 0);
          return handle.inTransaction(
              transaction -> {
                execute(transaction, LOCK);
                List<Change> changes = allowed(read(transaction), all);
                List<Change> done = new ArrayList<>();
                for (Change change : changes) {
                  if (apply(transaction, change, all)) {
                    done.add(change);
                  }
                }
                return done;
              });
        });
  }

  private boolean apply(Handle handle, Change change, boolean all) throws SQLException {
    if (change.heavy() && hasRows(handle, change.table())) {
      notices.accept("changing a table with rows, which may take long: " + change.description());
    }
    handle.savepoint(SAVEPOINT);
    try {
      int rows = execute(handle, change.sql());
      if (rows > 0) {
        notices.accept(change.description() + ": " + rows + " rows changed");
      }
      handle.releaseSavepoint(SAVEPOINT);
      return true;
    } catch (SQLException e) {
      if (!VIEW_IN_THE_WAY.equals(e.getSQLState())) {
        throw e;
      }
      if (all || change.needed()) {
        throw viewInTheWay(change);
      }
      handle.rollbackToSavepoint(SAVEPOINT);
      notices.accept("left as it is, since a view or a rule uses it: " + change.description());
      return false;
    }
  }

  private static boolean hasRows(Handle handle, String table) {
    return handle
        .createQuery("select exists (select from " + EventTable.quote(table) + ")")
        .mapTo(boolean.class)
        .one();
  }

  /** Runs a script, and counts the rows that it changed. */
  private static int execute(Handle handle, String sql) throws SQLException {
    try (Statement statement = handle.getConnection().createStatement()) {
      int rows = 0;
      boolean isQuery = statement.execute(sql);
      while (isQuery || statement.getUpdateCount() >= 0) {
        rows += isQuery ? 0 : statement.getUpdateCount();
        isQuery = statement.getMoreResults();
      }
      return rows;
    }
  }

  private void requireRights(Catalogue found) {
    String missing =
        SupportTables.all(spec).stream()
            .map(found::table)
            .flatMap(
                table ->
                    Stream.of(
                            table.writable() ? "" : "insert into " + table.name(),
                            table.readable() || table.name().equals(SupportTables.MAPPING)
                                ? ""
                                : "read " + table.name())
                        .filter(right -> !right.isEmpty()))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw refused("the role may not " + missing + ": let the owner grant it");
    }
  }

  private StoreException refused(String why) {
    return new StoreException(
        Fault.DENIED, "42501", "cannot use the tables at " + database.target() + ": " + why, null);
  }

  private StoreException viewInTheWay(Change change) {
    return new StoreException(
        Fault.CONFIGURATION,
        VIEW_IN_THE_WAY,
        "cannot bring the tables at "
            + database.target()
            + " up to date: "
            + change.description()
            + ", but a view or a rule uses it: drop that, run etl migrate, create it again",
        null);
  }
}
