package etl.postgres.schema;

import etl.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What the system catalogue says about some tables; any role can read it.
 *
 * @param tables by name, including tables that do not exist
 */
public record Catalogue(Map<String, TableShape> tables) {
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
            a.attname::text, t.typname::text, (t.typcategory = 'S')::text,
            case when t.typname in ('varchar', 'bpchar') and a.atttypmod > 4
              then a.atttypmod - 4 else 0 end::text,
            (a.attnotnull and not a.atthasdef and a.attidentity = '')::text]
          from pg_attribute a join pg_type t on t.oid = a.atttypid
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
        array(
          select (
            select string_agg(a.attname::text, ' ')
            from unnest(i.indkey::int2[]) with ordinality as k(number, place)
              join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
            where k.place <= coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts))
          from pg_index i
          where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate
            and i.indpred is null and i.indexprs is null) as unique_keys
      from unnest(cast(:names as text[])) as w(name)
        left join pg_class c on c.oid = to_regclass(quote_ident(w.name))
      """;

  public static Catalogue read(Handle handle, List<String> names) {
    Map<String, TableShape> tables = new LinkedHashMap<>();
    handle
        .createQuery(TABLES)
        .bind("names", SqlArrays.of("text", names.toArray()))
        .map(Catalogue::table)
        .forEach(table -> tables.put(table.name(), table));
    return new Catalogue(tables);
  }

  public TableShape table(String name) {
    return tables.get(name);
  }

  private static TableShape table(ResultSet row, StatementContext ctx) throws SQLException {
    Map<String, TableShape.ColumnShape> columns = new LinkedHashMap<>();
    // An empty array of arrays arrives as a plain empty array.
    if (row.getArray("columns").getArray() instanceof String[][] all) {
      for (String[] c : all) {
        columns.put(
            c[0],
            new TableShape.ColumnShape(
                c[1],
                Boolean.parseBoolean(c[2]),
                Integer.parseInt(c[3]),
                Boolean.parseBoolean(c[4])));
      }
    }
    List<Set<String>> keys = new ArrayList<>();
    for (String key : (String[]) row.getArray("unique_keys").getArray()) {
      keys.add(Set.of(key.split(" ")));
    }
    return new TableShape(
        row.getString("name"),
        row.getString("kind"),
        row.getBoolean("changeable"),
        row.getBoolean("writable"),
        row.getBoolean("readable"),
        columns,
        keys);
  }
}
