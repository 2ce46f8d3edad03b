package etl.cli;

import etl.event.Fault;
import etl.event.StoreException;
import etl.postgres.Database;
import etl.postgres.partition.PartitionConversion;
import etl.postgres.partition.PartitionMaker;
import etl.postgres.partition.PartitionedTable;
import etl.postgres.schema.Schema;
import etl.spec.EventSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** All that {@code etl migrate} does to the tables, in order. */
final class TableMigration {
  private final Database database;
  private final EventSpec spec;
  private final Consumer<String> notices;
  private final Consumer<String> out;
  private final List<PartitionedTable> partitioned;
  private final PartitionConversion conversion;

  /**
   * @param notices told what will be done, and what is waited for
   * @param out told what was done, at once
   */
  TableMigration(
      Database database, EventSpec spec, Consumer<String> notices, Consumer<String> out) {
    this.database = database;
    this.spec = spec;
    this.notices = notices;
    this.out = out;
    this.partitioned =
        spec.tables().stream().flatMap(table -> PartitionedTable.of(table).stream()).toList();
    this.conversion = new PartitionConversion(database, notices);
  }

  /**
   * Does it.
   *
   * @param partition whether existing tables are to be partitioned
   * @param dryRun whether that is only to be described
   * @throws StoreException if something fails; what was done before was told
   */
  void run(boolean partition, boolean dryRun) {
    if (partition && partitioned.isEmpty()) {
      throw new StoreException(
          Fault.CONFIGURATION,
          "",
          "the spec wants no table partitioned: add \"partition\": \"day\" or \"month\" to it",
          null);
    }
    if (dryRun) {
      partitioned.forEach(table -> conversion.plan(table).forEach(out));
      return;
    }
    AtomicBoolean changed = new AtomicBoolean();
    Consumer<String> done =
        phrase -> {
          changed.set(true);
          out.accept(phrase);
        };
    new Schema(database, spec, notices).migrate().forEach(done);
    PartitionMaker maker = new PartitionMaker(database, notices);
    for (PartitionedTable table : partitioned) {
      if (partition) {
        conversion.convert(table, done);
      } else if (conversion.dropCheckInTheWay(table)) {
        done.accept(table.name() + ": dropped a check that an interrupted conversion had left");
      }
      maker.makeAhead(table, done);
    }
    out.accept(database.target() + (changed.get() ? " is up to date" : " was up to date"));
  }
}
