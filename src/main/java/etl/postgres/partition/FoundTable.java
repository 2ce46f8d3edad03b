package etl.postgres.partition;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * A table and its partitions as the catalogue describes them.
 *
 * @param path its name with the schema, quoted as schema and owner are
 * @param kind how it is partitioned
 * @param column the first column that it is partitioned by; empty where it is not
 * @param fullIdentity whether its rows are known by all of their columns in publications
 * @param today the day in UTC, by the server's clock
 * @param partitions its partitions by their days, the default one last
 */
public record FoundTable(
    String path,
    String schema,
    String owner,
    Kind kind,
    String column,
    boolean fullIdentity,
    LocalDate today,
    List<Partition> partitions) {
  /** How a table is partitioned. */
  public enum Kind {
    NOT,
    BY_DATE,
    BY_TIME,
    OTHERWISE;

    private boolean isByDays() {
      return this == BY_DATE || this == BY_TIME;
    }
  }

  private static final String TABLE =
      """
      select format('%I.%I', n.nspname, c.relname) as path, quote_ident(n.nspname) as schema,
        quote_ident(pg_get_userbyid(c.relowner)) as owner,
        case when t.partrelid is null then 'NOT'
          when t.partstrat <> 'r' or t.partnatts <> 1 then 'OTHERWISE'
          when a.atttypid = 'date'::regtype then 'BY_DATE'
          when a.atttypid in ('timestamp'::regtype, 'timestamptz'::regtype) then 'BY_TIME'
          else 'OTHERWISE' end as kind,
        coalesce(a.attname::text, '') as column,
        c.relreplident = 'f' or exists (
          select from pg_inherits i join pg_class p on p.oid = i.inhrelid
          where i.inhparent = c.oid and p.relreplident = 'f') as full_identity,
        (now() at time zone 'UTC')::date as today
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
        left join pg_partitioned_table t on t.partrelid = c.oid
        left join pg_attribute a on a.attrelid = c.oid and a.attnum = t.partattrs[0]
      where c.oid = to_regclass(quote_ident(:table))
      """;

  // A bound that is no day, as MINVALUE, is none.
  private static final String PARTITIONS =
      """
      select :table as "table", c.relname::text as name, format('%I.%I', n.nspname, c.relname) as path,
        c.oid = t.partdefid as is_default,
        coalesce(substring(bound from 'FROM \\(''([^'']*)''\\)')::date, '-infinity') as "from",
        coalesce(substring(bound from 'TO \\(''([^'']*)''\\)')::date, 'infinity') as "to"
      from pg_partitioned_table t
        join pg_inherits i on i.inhparent = t.partrelid
        join pg_class c on c.oid = i.inhrelid
        join pg_namespace n on n.oid = c.relnamespace
        cross join pg_get_expr(c.relpartbound, c.oid) as bound
      where t.partrelid = to_regclass(quote_ident(:table))
      order by is_default, "from", name
      """;

  /** The partitions by days that these tables have, table by table. */
  static List<Partition> partitions(Handle handle, List<String> tables) {
    return tables.stream()
        .flatMap(table -> read(handle, table).stream())
        .flatMap(found -> found.partitions().stream())
        .toList();
  }

  /** Reads it; empty if there is none. */
  public static Optional<FoundTable> read(Handle handle, String table) {
    return handle
        .createQuery(TABLE)
        .bind("table", table)
        .map((row, context) -> of(handle, table, row))
        .findOne();
  }

  private static FoundTable of(Handle handle, String table, ResultSet row) throws SQLException {
    Kind kind = Kind.valueOf(row.getString("kind"));
    return new FoundTable(
        row.getString("path"),
        row.getString("schema"),
        row.getString("owner"),
        kind,
        row.getString("column"),
        row.getBoolean("full_identity"),
        row.getObject("today", LocalDate.class),
        kind.isByDays()
            ? handle
                .createQuery(PARTITIONS)
                .bind("table", table)
                .map(ConstructorMapper.of(Partition.class))
                .list()
            : List.of());
  }

  /** Whether it is partitioned by ranges of this column of dates. */
  public boolean isByDate(String dates) {
    return kind == Kind.BY_DATE && column.equals(dates);
  }

  /** Whether it is partitioned by ranges of days. */
  public boolean isByDays() {
    return kind.isByDays();
  }

  public Optional<Partition> rest() {
    return partitions.stream().filter(Partition::isDefault).findFirst();
  }

  /** Those of these days that no partition but the default one takes. */
  List<DayRange> missing(DayRange days) {
    return days.without(
        partitions.stream().filter(p -> !p.isDefault()).map(Partition::days).toList());
  }

  /** The default partition's name, if the rows of this day go there. */
  public Optional<String> restFor(LocalDate day) {
    return missing(new DayRange(day, day.plusDays(1))).isEmpty()
        ? Optional.empty()
        : rest().map(Partition::name);
  }

  /**
   * The first day from today on for which there is no partition but the default one; {@link
   * LocalDate#MAX} if each day has one.
   */
  public LocalDate end() {
    return missing(new DayRange(today, LocalDate.MAX)).stream()
        .map(DayRange::from)
        .findFirst()
        .orElse(LocalDate.MAX);
  }

  /** The moment at which they end; empty if they do not, or if there are none by days. */
  public Optional<Instant> endsAt() {
    return Optional.of(end())
        .filter(end -> isByDays() && end.isBefore(LocalDate.MAX))
        .map(end -> end.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  /** Whether one of the days from today to so many days ahead has none but the default one. */
  public boolean endsWithin(int daysAhead) {
    return ChronoUnit.DAYS.between(today, end()) <= daysAhead;
  }
}
