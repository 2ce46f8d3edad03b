package etl.postgres.examine;

import etl.doctor.Finding;
import etl.postgres.Database;
import etl.postgres.partition.FoundTable;
import etl.postgres.partition.PartitionedTable;
import etl.postgres.partition.PlainTable;
import etl.spec.EventSpec;
import etl.spec.PartitionPeriod;
import etl.spec.TableSpec;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Whether the rows of the next days have a partition to go to. */
public final class PartitionExamination {
  private static final String CHECK = "database.partitions";

  /** The days ahead that must have one, where others make them. */
  private static final int AHEAD = 7;

  /** Where {@code etl migrate} makes days: it may have failed for a few of them. */
  private static final int OF_DAYS = 3;

  /** Where it makes months. */
  private static final int OF_MONTHS = 14;

  private static final String MIGRATE =
      "run etl migrate with this spec, once a day: it makes them ahead, and moves rows there";

  private static final String AGAIN =
      "unless it is at work now, run etl migrate --partition again: it goes on";

  private PartitionExamination() {}

  /** Tells nothing of tables that are not partitioned by days and need not be. */
  public static List<Finding> findings(Database database, EventSpec spec) {
    return database.callFresh(
        "cannot examine the partitions",
        handle ->
            spec.tables().stream().flatMap(table -> finding(handle, table).stream()).toList());
  }

  private static Optional<Finding> finding(Handle handle, TableSpec table) {
    return PartitionedTable.possible(table)
        .flatMap(
            wanted ->
                PlainTable.read(handle, wanted)
                    .filter(PlainTable::isHalfWay)
                    .map(found -> halfWay(wanted, found)))
        .or(
            () ->
                FoundTable.read(handle, table.name())
                    .filter(found -> found.isByDays() || table.partition() != null)
                    .map(found -> finding(table, found)));
  }

  private static Finding halfWay(PartitionedTable table, PlainTable found) {
    String what = table.name() + " is half-way to its partitions: " + found.left();
    return found.refusesSoon(table)
        ? Finding.failed(
            CHECK,
            what + "; it refuses rows of " + found.check().get() + " on, and consumers wait",
            AGAIN + ", or etl migrate alone, which only drops the check")
        : Finding.warning(CHECK, what, AGAIN);
  }

  private static Finding finding(TableSpec table, FoundTable found) {
    boolean ours = table.partition() != null;
    if (!found.isByDays()) {
      return Finding.warning(
          CHECK,
          table.name() + " is not partitioned by days, as its spec wants it",
          "it works all the same: run etl migrate --partition with this spec, or take partition out"
              + " of it");
    }
    int made = table.partition() == PartitionPeriod.DAY ? OF_DAYS : OF_MONTHS;
    int ahead = ours ? made : AHEAD;
    if (!found.endsWithin(ahead)) {
      return Finding.ok(CHECK, table.name() + " has them for the next " + ahead + " days");
    }
    String missing = table.name() + " has none for " + found.end();
    if (found.rest().isPresent()) {
      return Finding.warning(
          CHECK,
          missing + ", so that its rows go to the default one",
          ours
              ? MIGRATE
              : "create it: while the default one has rows of that day, it can no longer be made");
    }
    String remedy = ours ? MIGRATE : "create it: until then, that day's messages are rejected";
    return found.end().equals(found.today())
        ? Finding.failed(CHECK, missing + ", which is today", remedy)
        : Finding.warning(CHECK, missing, remedy);
  }
}
