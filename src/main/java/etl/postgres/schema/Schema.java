package etl.postgres.schema;

import etl.event.Fault;
import etl.event.StoreException;
import etl.postgres.AdvisoryLock;
import etl.postgres.Database;
import etl.postgres.partition.PartitionMaker;
import etl.postgres.partition.PartitionedTable;
import etl.spec.Column;
import etl.spec.EventSpec;
import etl.spec.TableSpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Brings the tables up to date from any shape that an older program left them in. */
public final class Schema {
  public static final String LOCK =
      """
      set local lock_timeout = '20s';
      select pg_advisory_xact_lock(%s);
      """
          .formatted(AdvisoryLock.TABLES);

  /** Waits until nobody writes, and lets nobody begin. */
  private static final String NO_WRITERS =
      "select pg_advisory_xact_lock(%s)".formatted(AdvisoryLock.WRITING);

  private static final String SAVEPOINT = "change";
  private static final String VIEW_IN_THE_WAY = "0A000";

  private final Database database;
  private final List<TableSpec> tables;
  private final boolean shipped;
  private final Consumer<String> notices;

  /**
   * @param notices told what will be done to tables that consumers do not change, what will take
   *     long before it starts, and what is left unchanged
   */
  public Schema(Database database, EventSpec spec, Consumer<String> notices) {
    this(database, spec.tables(), spec.shipped(), notices);
  }

  private Schema(
      Database database, List<TableSpec> tables, boolean shipped, Consumer<String> notices) {
    this.database = database;
    this.tables = tables;
    this.shipped = shipped;
    this.notices = notices;
  }

  /** For work on what is stored, of whatever spec: the tables that are no event's. */
  public static Schema ofStored(Database database, Consumer<String> notices) {
    return new Schema(database, List.of(), false, notices);
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
    FoundTables found = check();
    return allowed(found, true).isEmpty()
        ? List.of()
        : apply(true).stream().map(c -> c.done(found.catalogue())).distinct().toList();
  }

  /**
   * The consumer's part: checks the tables, and brings them up to date as far as the role's rights
   * allow.
   *
   * @return the tables' shapes after that; rows can be written to them
   * @throws StoreException as {@link #migrate()} does, but only for what is needed to write rows
   */
  public Catalogue bringUpToDate() {
    FoundTables found = check();
    if (!allowed(found, false).isEmpty()) {
      apply(false);
      found = check();
    }
    requireRights(found.catalogue());
    EventTable.tellPlain(tables, found.catalogue(), notices);
    return found.catalogue();
  }

  /** The tables as they are now, whether or not rows can be written to them. */
  public Catalogue look() {
    return check().catalogue();
  }

  /**
   * Checks the tables as a consumer would, without changing them.
   *
   * @return what a consumer would change, one phrase each; empty if nothing
   * @throws StoreException as {@link #bringUpToDate()} does
   */
  public List<String> pendingChanges() {
    FoundTables all = check();
    List<Change> changes = allowed(all, false);
    Catalogue found = all.catalogue();
    List<String> known = SupportTables.known(tables);
    long absent = known.stream().filter(name -> found.table(name).absent()).count();
    if (absent == 0) {
      requireRights(found);
    } else if (absent == known.size()) {
      return List.of("no tables yet (" + absent + " missing)");
    }
    return changes.stream().map(change -> change.pending(found)).distinct().toList();
  }

  private FoundTables check() {
    return database.callFresh("cannot check the tables", this::read);
  }

  private FoundTables read(Handle handle) {
    return FoundTables.read(handle, tables, shipped);
  }

  /** The changes that are due and that the role has the right to make. */
  private List<Change> allowed(FoundTables all, boolean migrates) {
    Catalogue found = all.catalogue();
    for (TableSpec table : tables) {
      TableShape shape = found.table(table.name());
      shape.requireUsable(table.columns().stream().map(Column::name).collect(Collectors.toSet()));
      ConflictTarget.ofEvents(new EventTable(table), shape);
    }
    found.table(SupportTables.MAPPING).requireUsable(SupportTables.MAPPING_COLUMNS);
    found.table(SupportTables.REJECTED).requireUsable(SupportTables.REJECTED_COLUMNS);
    ConflictTarget.of(found.table(SupportTables.MAPPING), SupportTables.HASH);
    ConflictTarget.of(found.table(SupportTables.REJECTED), SupportTables.ID);
    // In the same order in which a batch takes its locks.
    List<Change> open = new ArrayList<>();
    for (TableSpec table : tables) {
      open.addAll(new EventTable(table).changes(found.table(table.name())));
    }
    open.addAll(SupportTables.changes(!shipped && !tables.isEmpty(), found));
    open.addAll(new MaskMemory(tables, shipped, all).changes());
    Map<Boolean, List<Change>> may =
        open.stream().collect(Collectors.partitioningBy(c -> changeable(c.table(), found)));
    String denied =
        described(may.get(false).stream().filter(change -> migrates || change.needed()));
    if (!denied.isEmpty()) {
      throw denied(denied + ". The role may not change that; ask the owner to run etl migrate");
    }
    String forMigrate =
        described(may.get(true).stream().filter(c -> !migrates && isForMigrate(c, found)));
    if (!forMigrate.isEmpty()) {
      throw new StoreException(Fault.CONFIGURATION, cannotUse(forMigrate + ": run etl migrate"));
    }
    return may.get(true);
  }

  private static String described(Stream<Change> changes) {
    return changes.map(Change::description).collect(Collectors.joining("; "));
  }

  /** Whether it changes an existing table that a consumer leaves as it is. */
  private boolean isForMigrate(Change change, Catalogue found) {
    return isOfEvents(change)
        && !EventTable.mayBeOlder(change.table())
        && !found.table(change.table()).absent();
  }

  /**
   * Whether it changes an existing table that consumers of any event use. Their transactions lock
   * such tables in another order than these changes do, so that each could wait for the other.
   */
  private boolean isOfAllConsumers(Change change, Catalogue found) {
    return !isOfEvents(change) && !found.table(change.table()).absent();
  }

  private boolean isOfEvents(Change change) {
    return tables.stream().anyMatch(table -> table.name().equals(change.table()));
  }

  /** A role that may not change the mapping must not come to own tables that protect it. */
  private boolean changeable(String table, Catalogue found) {
    return found.table(table).changeable()
        && (SupportTables.all(tables).contains(table)
            || found.table(SupportTables.MAPPING).changeable());
  }

  private List<Change> apply(boolean all) {
    // A large table takes as long as it takes.
    return database.longTransaction(
        "cannot bring the tables up to date",
        transaction -> {
          transaction.execute(LOCK);
          FoundTables found = read(transaction);
          List<Change> changes = allowed(found, all);
          if (changes.stream().anyMatch(change -> isOfAllConsumers(change, found.catalogue()))) {
            transaction.execute(NO_WRITERS);
          }
          changes.stream()
              .filter(change -> isForMigrate(change, found.catalogue()))
              .forEach(change -> notices.accept("will change " + change.description()));
          List<Change> done = new ArrayList<>();
          for (Change change : changes) {
            if (apply(transaction, change, all)) {
              done.add(change);
            }
          }
          tables.stream()
              .filter(table -> found.catalogue().table(table.name()).absent())
              .flatMap(table -> PartitionedTable.of(table).stream())
              .forEach(table -> PartitionMaker.begin(transaction, table));
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
      int rows = change.make(handle);
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

  private void requireRights(Catalogue found) {
    List<String> missing = new ArrayList<>();
    for (String name : SupportTables.all(tables)) {
      TableShape table = found.table(name);
      if (!table.writable()) {
        missing.add("insert into " + name);
      }
      if (!table.readable() && !name.equals(SupportTables.MAPPING)) {
        missing.add("read " + name);
      }
    }
    if (!missing.isEmpty()) {
      String rights = String.join(", ", missing);
      throw denied("the role may not " + rights + ": ask the owner to grant it");
    }
  }

  private StoreException denied(String why) {
    return new StoreException(Fault.DENIED, "42501", cannotUse(why), null);
  }

  private String cannotUse(String why) {
    return "cannot use the tables at " + database.target() + ": " + why;
  }

  private StoreException viewInTheWay(Change change) {
    return new StoreException(
        Fault.CONFIGURATION,
        VIEW_IN_THE_WAY,
        ("cannot bring the tables at %s up to date: %s, but a view or a rule depends on it: drop"
                + " that, run etl migrate, and create it again")
            .formatted(database.target(), change.description()),
        null);
  }
}
