package etl.postgres.schema;

import etl.postgres.SqlArrays;
import etl.postgres.schema.TableShape.UniqueIndex;
import etl.spec.Identifiers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What the system catalogue says about tables, absent ones too; any role can read it. */
public record Catalogue(Map<String, TableShape> tables) {
  // Whether the server refuses updates and deletes: a publication passes them on, and rows have
  // nothing to be known by. What a publication lists is a partition, or the table it is part of.
  private static final String UNIDENTIFIED =
      """
      exists (
        select from pg_publication p
          join pg_publication_tables t on t.pubname = p.pubname
          join pg_namespace n on n.nspname = t.schemaname
          join pg_class l on l.relnamespace = n.oid and l.relname = t.tablename
        where (p.pubupdate or p.pubdelete)
          and (l.oid = c.oid
            or l.oid in (select relid from pg_partition_tree(c.oid))
            or l.oid in (select relid from pg_partition_ancestors(c.oid)))
          and exists (
            select from pg_class part
            where (part.oid = c.oid or part.oid in (select relid from pg_partition_tree(l.oid)))
              and part.relkind = 'r' and part.relreplident in ('d', 'i')
              and not exists (
                select from pg_index i
                where i.indrelid = part.oid and i.indisvalid and case part.relreplident
                  when 'd' then i.indisprimary when 'i' then i.indisreplident else false end)))
        or c.oid is null and exists (
          select from pg_publication where puballtables and (pubupdate or pubdelete))
      """;

  // Tables are resolved by the search path, like the statements that write to them.
  private static final String TABLES =
      """
      select w.name::text as name,
        coalesce(c.relkind::text, '') as kind,
        case when c.oid is null
          then coalesce(has_schema_privilege(current_schema(), 'create'), false)
          else pg_has_role(c.relowner, 'usage') end as changeable,
        coalesce(has_any_column_privilege(c.oid, 'insert'), false) as writable,
        coalesce(has_any_column_privilege(c.oid, 'select'), false) as readable,
        array(
          select array[
            a.attname::text, b.typname::text, (b.typcategory = 'S')::text,
            case when t.typtype = 'd' then t.typtypmod else a.atttypmod end::text,
            (t.typtype = 'd')::text,
            (a.attnotnull and not a.atthasdef and a.attidentity = '')::text,
            has_column_privilege(c.oid, a.attnum, 'select')::text]
          from pg_attribute a
            join pg_type t on t.oid = a.atttypid
            join pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
        array(
          select array[
            x.relname::text, coalesce(a.attname::text, ''),
            case when i.indrelid <> c.oid or not i.indisunique or not i.indisvalid
                or i.indpred is not null or i.indexprs is not null then 'OTHER'
              when i.indimmediate then 'KEY' else 'DEFERRABLE' end]
          from pg_index i
            join pg_class x on x.oid = i.indexrelid
            cross join unnest(i.indkey::int2[]) with ordinality as k(number, place)
            left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
          where (i.indisunique or i.indisexclusion) and i.indislive
            and k.place <= coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts)
            and (i.indrelid = c.oid
              -- What only a partition has.
              or c.relkind = 'p'
                and i.indrelid in (select relid from pg_partition_tree(c.oid))
                and not exists (select from pg_inherits h where h.inhrelid = i.indexrelid))
          order by i.indexrelid, k.place) as unique_indexes,
        array(
          select t.tgname::text from pg_trigger t
          where t.tgrelid = c.oid and not t.tgisinternal) as triggers,
        %s as unidentified
      from unnest(cast(:names as text[])) as w(name)
        left join pg_class c on c.oid = to_regclass(quote_ident(w.name))
      """;

  public static Catalogue read(Handle handle, List<String> names) {
    Map<String, TableShape> tables = new LinkedHashMap<>();
    handle
        .createQuery(TABLES.formatted(UNIDENTIFIED))
        .bind("names", SqlArrays.texts(names))
        .map((row, context) -> table(handle, row))
        .forEach(table -> tables.put(table.name(), table));
    return new Catalogue(tables);
  }

  static boolean hasRows(Handle handle, String table) {
    return handle
        .createQuery("select exists (select from " + Identifiers.quoted(table) + ")")
        .mapTo(boolean.class)
        .one();
  }

  public TableShape table(String name) {
    return tables.get(name);
  }

  private static TableShape table(Handle handle, ResultSet row) throws SQLException {
    String name = row.getString("name");
    boolean readable = row.getBoolean("readable");
    // No other table must never be empty. Whether one exists, its being readable tells.
    boolean looked = readable && name.equals(SupportTables.REMOVALS);
    Map<String, ColumnShape> columns = new LinkedHashMap<>();
    // An empty array of arrays arrives as a plain empty array.
    if (row.getArray("columns").getArray() instanceof String[][] all) {
      for (String[] c : all) {
        columns.put(
            c[0],
            new ColumnShape(
                c[1],
                Boolean.parseBoolean(c[2]),
                Integer.parseInt(c[3]),
                Boolean.parseBoolean(c[4]),
                Boolean.parseBoolean(c[5]),
                Boolean.parseBoolean(c[6])));
      }
    }
    return new TableShape(
        name,
        row.getString("kind"),
        row.getBoolean("changeable"),
        row.getBoolean("writable"),
        readable,
        columns,
        uniqueIndexes(row),
        Set.of((String[]) row.getArray("triggers").getArray()),
        row.getBoolean("unidentified"),
        looked && !hasRows(handle, name));
  }

  private static List<UniqueIndex> uniqueIndexes(ResultSet row) throws SQLException {
    Map<String, UniqueIndex> indexes = new LinkedHashMap<>();
    if (row.getArray("unique_indexes").getArray() instanceof String[][] all) {
      for (String[] column : all) {
        indexes
            .computeIfAbsent(
                column[0],
                name ->
                    new UniqueIndex(
                        name, new LinkedHashSet<>(), UniqueIndex.Kind.valueOf(column[2])))
            .columns()
            .add(column[1]);
      }
    }
    return List.copyOf(indexes.values());
  }
}
