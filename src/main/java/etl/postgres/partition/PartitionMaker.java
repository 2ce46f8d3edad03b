package etl.postgres.partition;

import etl.event.Fault;
import etl.event.StoreException;
import etl.postgres.Database;
import etl.spec.Identifiers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Makes the partitions of the next days or months, while consumers run, and moves rows of the
 * default partition to those that they belong to.
 */
public final class PartitionMaker {
  private static final String ACTION = "cannot make the partitions";

  // Keeps other makers away, and nobody else.
  private static final String ALONE = "lock table only %s in share update exclusive mode";

  // A consumer that has chosen the default partition for a row, and then finds that the row belongs
  // to a new one, would have the row refused: so none may be in the middle of its choice.
  private static final String NO_WRITERS = "lock table only %s in access exclusive mode";

  private static final String HOMELESS = "select min(%1$s) from only %2$s where isfinite(%1$s)";

  private static final String COLUMNS =
      """
      select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
      where attrelid = cast(:table as regclass) and attnum > 0 and not attisdropped
        and attgenerated = ''
      """;

  private static final String MOVE =
      """
      with moved as (
        delete from only %1$s where %2$s >= '%3$s' and %2$s < '%4$s' returning %5$s)
      insert into %6$s (%5$s) overriding system value select %5$s from moved
      """;

  private final LockPatience locks;
  private final Consumer<String> notices;

  /**
   * @param notices told what it waits for, and of tables that are not as the spec has them
   */
  public PartitionMaker(Database database, Consumer<String> notices) {
    this.locks = new LockPatience(database, notices);
    this.notices = notices;
  }

  /** Makes the first partitions of a table that its transaction has just created. */
  public static void begin(Handle transaction, PartitionedTable table) {
    FoundTable found = FoundTable.read(transaction, table.name()).orElseThrow();
    addRest(transaction, table, found);
    for (DayRange days : missing(table, found)) {
      attach(transaction, found, create(transaction, found, table.partition(days)), days);
    }
  }

  /**
   * Makes what is missing: the default partition, those of rows that are in the default one, those
   * of the days that messages may still come of, and of the days ahead.
   *
   * @param done told what was done, one phrase each
   * @throws StoreException if that fails; what was done before stays done
   */
  public void makeAhead(PartitionedTable table, Consumer<String> done) {
    // One transaction each; empty when there is nothing left to do.
    Supplier<Optional<String>> next =
        () -> locks.retry(ACTION, table.name(), transaction -> step(transaction, table));
    for (Optional<String> step = next.get(); step.isPresent(); step = next.get()) {
      done.accept(step.get());
    }
  }

  private Optional<String> step(Handle transaction, PartitionedTable table) {
    FoundTable seen = FoundTable.read(transaction, table.name()).orElse(null);
    if (seen == null || !seen.isByDate(table.column())) {
      if (seen != null) {
        notices.accept(
            "%s exists and is not partitioned by %s: left so%s"
                .formatted(
                    table.name(),
                    table.column(),
                    seen.kind() == FoundTable.Kind.NOT
                        ? "; etl migrate --partition partitions it"
                        : ""));
      }
      return Optional.empty();
    }
    transaction.execute(ALONE.formatted(seen.path()));
    FoundTable found = FoundTable.read(transaction, table.name()).orElseThrow();
    if (found.rest().isEmpty()) {
      addRest(transaction, table, found);
      return Optional.of(table.name() + ": made the default partition " + table.rest());
    }
    String rest = found.rest().get().path();
    LocalDate homeless =
        transaction
            .createQuery(HOMELESS.formatted(Identifiers.quoted(table.column()), rest))
            .map((row, context) -> row.getObject(1, LocalDate.class))
            .one();
    List<DayRange> missing =
        homeless == null ? missing(table, found) : found.missing(table.around(homeless));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(make(transaction, table, found, rest, missing));
  }

  private static String make(
      Handle transaction,
      PartitionedTable table,
      FoundTable found,
      String rest,
      List<DayRange> missing) {
    List<String> made = new ArrayList<>();
    for (DayRange days : missing) {
      made.add(create(transaction, found, table.partition(days)));
    }
    transaction.execute(NO_WRITERS.formatted(found.path()));
    String columns = transaction.createQuery(COLUMNS).bind("table", rest).mapTo(String.class).one();
    int moved = 0;
    for (int i = 0; i < made.size(); i++) {
      DayRange days = missing.get(i);
      moved +=
          transaction.execute(
              MOVE.formatted(
                  rest,
                  Identifiers.quoted(table.column()),
                  days.from(),
                  days.to(),
                  columns,
                  made.get(i)));
      attach(transaction, found, made.get(i), days);
    }
    String first = table.partition(missing.get(0));
    String last = table.partition(missing.get(missing.size() - 1));
    return table.name()
        + (made.size() == 1
            ? ": made the partition " + first
            : ": made " + made.size() + " partitions, " + first + " to " + last)
        + (moved == 0 ? "" : ", and moved " + moved + " rows there from the default one");
  }

  private static List<DayRange> missing(PartitionedTable table, FoundTable found) {
    return table.due(found.today()).stream().flatMap(days -> found.missing(days).stream()).toList();
  }

  static void addRest(Handle transaction, PartitionedTable table, FoundTable found) {
    String rest = create(transaction, found, table.rest());
    transaction.execute("alter table " + found.path() + " attach partition " + rest + " default");
  }

  /** Creates what is to become a partition, and returns its name with the schema. */
  private static String create(Handle transaction, FoundTable found, String name) {
    String path = found.schema() + "." + Identifiers.quoted(name);
    requireFree(transaction, found.path(), path);
    transaction.execute("create table " + path + " (like " + found.path() + " including all)");
    transaction.execute("alter table " + path + " owner to " + found.owner());
    if (found.fullIdentity()) {
      transaction.execute("alter table " + path + " replica identity full");
    }
    return path;
  }

  static void requireFree(Handle transaction, String table, String path) {
    boolean taken =
        transaction
            .createQuery("select to_regclass(:path) is not null")
            .bind("path", path)
            .mapTo(boolean.class)
            .one();
    if (taken) {
      throw new StoreException(
          Fault.CONFIGURATION,
          "42P07",
          "%s: there is a %s that is no partition of %s: rename or drop it"
              .formatted(ACTION, path, table),
          null);
    }
  }

  private static void attach(Handle transaction, FoundTable found, String path, DayRange days) {
    transaction.execute(
        "alter table %s attach partition %s for values from ('%s') to ('%s')"
            .formatted(found.path(), path, days.from(), days.to()));
  }
}
