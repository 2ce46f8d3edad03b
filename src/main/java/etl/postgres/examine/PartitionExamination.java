package etl.postgres.examine;

import etl.doctor.Finding;
import etl.postgres.Database;
import etl.spec.EventSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Whether the rows of the next days have a partition to go to. */
public final class PartitionExamination {
  private static final String CHECK = "database.partitions";
  private static final int AHEAD = 7;

  // Of tables that are partitioned by ranges of one column that tells the day. An end that cannot
  // be
  // read, as MAXVALUE, is none.
  private static final String MISSING =
      """
      with parted as (
        select t.partrelid, t.partdefid
        from pg_partitioned_table t join pg_attribute a
          on a.attrelid = t.partrelid and a.attnum = t.partattrs[0]
        where t.partrelid = to_regclass(quote_ident(:table)) and t.partstrat = 'r'
          and t.partnatts = 1
          and a.atttypid in ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)),
      part as (
        select
          substring(bound from 'FROM \\(''([^'']*)''\\)')::timestamptz as from_day,
          substring(bound from 'TO \\(''([^'']*)''\\)')::timestamptz as to_day
        from parted
          join pg_inherits i on i.inhparent = parted.partrelid and i.inhrelid <> parted.partdefid
          join pg_class c on c.oid = i.inhrelid
          cross join pg_get_expr(c.relpartbound, c.oid) as bound)
      select parted.partdefid <> 0 as has_default, n.ahead, to_char(n.day, 'YYYY-MM-DD') as day
      from parted left join lateral (
        select ahead, day
        from (
          select ahead,
            date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'
              + ahead * interval '1 day' as day
          from generate_series(0, :ahead) as ahead) days
        where not exists (
          select from part
          where (from_day is null or from_day <= day) and (to_day is null or day < to_day))
        order by ahead limit 1) n on true
      """;

  private final Database database;
  private final EventSpec spec;

  public PartitionExamination(Database database, EventSpec spec) {
    this.database = database;
    this.spec = spec;
  }

  /**
   * What was found; nothing of tables that are not partitioned by days.
   *
   * @throws etl.event.StoreException if the database fails
   */
  public List<Finding> findings() {
    return database.callFresh(
        "cannot examine the partitions",
        handle ->
            spec.tables().stream()
                .flatMap(table -> finding(handle, table.name()).stream())
                .toList());
  }

  private static Optional<Finding> finding(Handle handle, String table) {
    return handle
        .createQuery(MISSING)
        .bind("table", table)
        .bind("ahead", AHEAD)
        .map((row, context) -> finding(table, row))
        .findOne();
  }

  private static Finding finding(String table, ResultSet row) throws SQLException {
    String day = row.getString("day");
    if (day == null) {
      return Finding.ok(CHECK, table + " has them for the next " + AHEAD + " days");
    }
    String missing = table + " has none for " + day;
    if (row.getBoolean("has_default")) {
      return Finding.warning(
          CHECK,
          missing + ", so that its rows go to the default one",
          "create it: while the default one has rows of that day, it can no longer be made");
    }
    String remedy = "create it: until then, that day's messages are rejected";
    return row.getInt("ahead") == 0
        ? Finding.failed(CHECK, missing + ", which is today", remedy)
        : Finding.warning(CHECK, missing, remedy);
  }
}
