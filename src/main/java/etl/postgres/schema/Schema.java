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

/** Brings the tables up to date from any shape that an older program left them in. */
public final class Schema {
  // Any number will do, as long as every process uses the same.
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
   * @param notices told what will take long before it starts, and what is left unchanged
   */
  public Schema(Database database, EventSpec spec, Consumer<String> notices) {
    this.database = database;
    this.spec = spec;
    this.eventTable = new EventTable(spec);
    this.notices = notices;
  }

  /**
   * The owner's part: brings the tables up to date, in one transaction. Several processes can call
   * it at once: one does the work, the others wait.
   *
   * @return what has been created or fixed, one phrase each; empty if all was up to date
   * @throws StoreException DENIED, naming what is missing, if the role may not change it;
   *     CONFIGURATION if the tables cannot be brought up to date
   */
  public List<String> migrate() {
    Catalogue found = check();
    return allowed(found, true).isEmpty() ? List.of() : ChangeNames.done(apply(true), found);
  }

  /**
   * The consumer's part: checks the tables, and brings them up to date as far as the role's rights
   * allow.
   *
   * @return the tables' shapes after that; rows can be written to them
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
   * The tables as they are now, whether or not rows can be written to them.
   *
   * @throws StoreException if the catalogue cannot be read
   */
  public Catalogue look() {
    return check();
  }

  /**
   * Checks the tables as a consumer would, without changing them.
   *
   * @return what a consumer would change, one phrase each; empty if nothing
   * @throws StoreException as {@link #bringUpToDate()} does
   */
  public List<String> pendingChanges() {
    Catalogue found = check();
    List<Change> changes = allowed(found, false);
    if (found.tables().values().stream().noneMatch(TableShape::absent)) {
      requireRights(found);
    }
    return ChangeNames.pending(changes, found);
  }

  private Catalogue check() {
    return database.callFresh("cannot check the tables", this::read);
  }

  private Catalogue read(Handle handle) {
    return Catalogue.read(handle, SupportTables.known(spec));
  }

  /** The changes that are due and that the role has the right to make. */
  private List<Change> allowed(Catalogue found, boolean all) {
    Set<String> given = spec.columns().stream().map(Column::name).collect(Collectors.toSet());
    found.table(spec.table()).requireUsable(given);
    found.table(SupportTables.MAPPING).requireUsable(SupportTables.MAPPING_COLUMNS);
    found.table(SupportTables.REJECTED).requireUsable(SupportTables.REJECTED_COLUMNS);
    ConflictTarget.ofEvents(eventTable, found.table(spec.table()));
    ConflictTarget.of(found.table(SupportTables.MAPPING), SupportTables.HASH);
    ConflictTarget.of(found.table(SupportTables.REJECTED), SupportTables.ID);
    // In the same order in which a batch takes its locks.
    List<Change> open = new ArrayList<>(eventTable.changes(found.table(spec.table())));
    open.addAll(SupportTables.changes(found));
    Map<Boolean, List<Change>> may =
        open.stream().collect(Collectors.partitioningBy(c -> changeable(c.table(), found)));
    String denied =
        may.get(false).stream()
            .filter(change -> all || change.needed())
            .map(Change::description)
            .collect(Collectors.joining("; "));
    if (!denied.isEmpty()) {
      throw denied(denied + ". The role may not change that; ask the owner to run etl migrate");
    }
    return may.get(true);
  }

  /** A role that may not change the mapping must not come to own tables that protect it. */
  private boolean changeable(String table, Catalogue found) {
    return found.table(table).changeable()
        && (SupportTables.all(spec).contains(table)
            || found.table(SupportTables.MAPPING).changeable());
  }

  private List<Change> apply(boolean all) {
    // A large table takes as long as it takes.
    return database.longTransaction(
        "cannot bring the tables up to date",
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
  }

  private boolean apply(Handle handle, Change change, boolean all) throws SQLException {
    if (change.heavy() && Catalogue.hasRows(handle, change.table())) {
      notices.accept(
          "altering a table that has rows, which may take long: " + change.description());
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
      notices.accept(
          "not changed, because a view or a rule depends on it: " + change.description());
      return false;
    }
  }

  /** Runs a script, and returns how many rows it changed. */
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
      throw denied("the role may not " + missing + ": ask the owner to grant it");
    }
  }

  private StoreException denied(String why) {
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
            + ", but a view or a rule depends on it: drop that, run etl migrate, and create it"
            + " again",
        null);
  }
}
