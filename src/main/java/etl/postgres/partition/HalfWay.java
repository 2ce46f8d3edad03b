package etl.postgres.partition;

import etl.spec.TableSpec;
import java.time.LocalDate;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A table that was begun to be partitioned, and is not.
 *
 * @param what is left to do
 * @param refusing from which day on it refuses rows; only where these may come soon
 */
public record HalfWay(String what, Optional<LocalDate> refusing) {
  /** What is half-way of a table, whether its own spec wants it or another. */
  public static Optional<HalfWay> read(Handle handle, TableSpec spec) {
    return PartitionedTable.possible(spec)
        .flatMap(
            table ->
                PlainTable.read(handle, table)
                    .filter(PlainTable::isHalfWay)
                    .map(found -> of(table, found)));
  }

  private static HalfWay of(PartitionedTable table, PlainTable found) {
    return new HalfWay(what(found), found.check().filter(bound -> found.refusesSoon(table)));
  }

  private static String what(PlainTable found) {
    if (!found.unfinished().isEmpty()) {
      return "the index " + found.unfinished().get(0) + " is not built to the end";
    } else if (!found.checked()) {
      return "its rows are not checked (" + PlainTable.CHECK + ")";
    }
    return "its rows are checked, and it is no partition yet";
  }
}
