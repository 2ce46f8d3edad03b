package etl.postgres.partition;

import etl.postgres.KnownRefusal;
import etl.postgres.SqlArrays;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * A table that its spec wants partitioned and that is not, and how far it is on the way there. What
 * a step has done stands in the catalogue alone, so that an interrupted one is gone on with.
 *
 * @param path its name with the schema, quoted as schema and owner are
 * @param own whether this role may alter it
 * @param roomy whether this role and the owner may create tables in its schema
 * @param dateType the type of the column of the date of sending; empty where there is none
 * @param key the index that is to be part of the partitioned table's key, with the schema, quoted;
 *     empty if there is none
 * @param unfinished indexes like it that were not built to the end
 * @param check the bound that a check sets to the dates, if there is one
 * @param checked whether all rows are known to keep it
 * @param today the day in UTC, by the server's clock
 */
public record PlainTable(
    String path,
    String schema,
    String owner,
    boolean own,
    boolean roomy,
    String dateType,
    String key,
    List<String> unfinished,
    Optional<LocalDate> check,
    boolean checked,
    boolean granted,
    LocalDate today) {
  static final String CHECK = KnownRefusal.PARTITION_CHECK;

  private static final String TABLE =
      """
      with keys as (
        select format('%I.%I', n.nspname, x.relname) as path, i.indisvalid as valid
        from pg_index i join pg_class x on x.oid = i.indexrelid
          join pg_namespace n on n.oid = x.relnamespace
        where i.indrelid = to_regclass(quote_ident(:table)) and i.indisunique and i.indimmediate
          and i.indpred is null and i.indexprs is null and i.indnkeyatts = i.indnatts
          and cast(:key as text[]) = array(
            select a.attname::text
            from unnest(i.indkey::int2[]) with ordinality as k (number, place)
              join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
            order by k.place)
        order by i.indisprimary desc, i.indexrelid)
      select format('%I.%I', n.nspname, c.relname) as path, quote_ident(n.nspname) as schema,
        quote_ident(pg_get_userbyid(c.relowner)) as owner,
        pg_has_role(c.relowner, 'usage') as own,
        has_schema_privilege(n.oid, 'create')
          and has_schema_privilege(c.relowner, n.oid, 'create') as roomy,
        coalesce((
          select format_type(a.atttypid, null) from pg_attribute a
          where a.attrelid = c.oid and a.attname = :column and a.attnum > 0), '') as date_type,
        coalesce((select path from keys where valid limit 1), '') as key,
        array(select path from keys where not valid) as unfinished,
        substring(pg_get_constraintdef(k.oid) from '< ''([0-9-]+)''')::date as check,
        coalesce(k.convalidated, false) as checked, c.relacl is not null as granted,
        (now() at time zone 'UTC')::date as today
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
        left join pg_constraint k on k.conrelid = c.oid and k.conname = :check
      where c.oid = to_regclass(quote_ident(:table)) and c.relkind = 'r'
      """;

  /** Reads it; empty if there is no such table, or it is partitioned. */
  public static Optional<PlainTable> read(Handle handle, PartitionedTable table) {
    return handle
        .createQuery(TABLE)
        .bind("table", table.name())
        .bind("column", table.column())
        .bind("key", SqlArrays.texts(table.key()))
        .bind("check", CHECK)
        .map(ConstructorMapper.of(PlainTable.class))
        .findOne();
  }

  /** Whether it has a check that refuses rows, or will when the next period ends. */
  public boolean refusesSoon(PartitionedTable table) {
    return check.filter(bound -> table.isNear(bound, today)).isPresent();
  }

  /** Whether a conversion was begun. An index alone may be somebody's own. */
  public boolean isHalfWay() {
    return !unfinished.isEmpty() || check.isPresent();
  }

  /** What is left to do of one that was begun. */
  public String left() {
    if (!unfinished.isEmpty()) {
      return "the index " + unfinished.get(0) + " is not built to the end";
    }
    return checked
        ? "its rows are checked, and it is no partition yet"
        : "its rows are not checked (" + CHECK + ")";
  }
}
