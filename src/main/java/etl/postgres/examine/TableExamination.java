package etl.postgres.examine;

import etl.doctor.Finding;
import etl.postgres.Database;
import etl.postgres.SqlArrays;
import etl.postgres.schema.EventTable;
import etl.postgres.schema.SupportTables;
import etl.spec.Column;
import etl.spec.EventSpec;
import etl.spec.TableSpec;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What others have put on the tables that a consumer fills, and what it means for messages. */
public final class TableExamination {
  private static final String TABLES =
      """
      with filled as (
        select w.name, string_to_array(w.key, ',') as key,
          to_regclass(quote_ident(w.name))::oid as oid
        from unnest(cast(:names as text[]), cast(:keys as text[])) as w (name, key))
      """;

  // A key that holds what tells rows apart, or the hash, refuses nothing but a duplicate; one of
  // columns that the database fills by itself refuses nothing.
  private static final String UNIQUE_KEYS =
      """
      select distinct f.name || '.' || x.relname
      from filled f
        join pg_index i on i.indrelid = f.oid
          or i.indrelid in (select relid from pg_partition_tree(f.oid))
            and not exists (select from pg_inherits h where h.inhrelid = i.indexrelid)
        join pg_class x on x.oid = i.indexrelid
      where (i.indisunique or i.indisexclusion) and i.indislive
        and not f.key <@ array(
          select a.attname::text from pg_attribute a
          where a.attrelid = i.indrelid and a.attnum = any(i.indkey))
        and exists (
          select from unnest(i.indkey::int2[]) as k (number)
            left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
          where k.number = 0 or a.attname = any(:given))
      order by 1
      """;

  private static final String POLICIES =
      """
      select f.name from filled f where f.oid is not null and row_security_active(f.oid)
      """;

  private static final String PUBLICATIONS =
      """
      select distinct f.name || ' (' || quote_ident(t.pubname) || ')'
      from filled f
        join pg_class c on c.oid = f.oid
          or c.oid in (select relid from pg_partition_tree(f.oid))
        join pg_namespace n on n.oid = c.relnamespace
        join pg_publication_tables t on t.schemaname = n.nspname and t.tablename = c.relname
      where f.name = any(:which)
      order by 1
      """;

  private final Database database;
  private final EventSpec spec;

  public TableExamination(Database database, EventSpec spec) {
    this.database = database;
    this.spec = spec;
  }

  /**
   * What was found.
   *
   * @throws etl.event.StoreException if the database fails
   */
  public List<Finding> findings() {
    return database.callFresh(
        "cannot examine the tables",
        handle -> List.of(uniqueKeys(handle), policies(handle), publications(handle)));
  }

  private Finding uniqueKeys(Handle handle) {
    String found = names(handle, UNIQUE_KEYS);
    return Finding.expect(
        found.isEmpty(),
        "database.unique_keys",
        found.isEmpty() ? "none but etl's own" : found,
        "a message whose row violates one of them is rejected: drop what is not meant to");
  }

  private Finding policies(Handle handle) {
    String found = names(handle, POLICIES);
    return Finding.expect(
        found.isEmpty(),
        "database.policies",
        found.isEmpty() ? "none that holds for this role" : "row-level security on " + found,
        "a row that a policy refuses is rejected: let the role bypass them (alter role ..."
            + " bypassrls), or see that they let all events pass");
  }

  private Finding publications(Handle handle) {
    String check = "database.publications";
    String personal = published(handle, SupportTables.MAPPING, SupportTables.REJECTED);
    if (!personal.isEmpty()) {
      return Finding.warning(
          check,
          personal,
          "originals and bodies leave the database with it: publish the tables that are meant to be"
              + " read, by name");
    }
    String events =
        published(handle, spec.tables().stream().map(TableSpec::name).toArray(String[]::new));
    return Finding.ok(check, events.isEmpty() ? "none" : events);
  }

  private String published(Handle handle, String... tables) {
    return query(handle, PUBLICATIONS, tables);
  }

  private String names(Handle handle, String query) {
    return query(handle, query);
  }

  private String query(Handle handle, String query, String... which) {
    String[] names = SupportTables.all(spec).toArray(String[]::new);
    String[] keys =
        Stream.concat(
                spec.tables().stream()
                    .map(table -> String.join(",", new EventTable(table).identity())),
                Stream.of(SupportTables.HASH, SupportTables.ID))
            .toArray(String[]::new);
    String[] given =
        Stream.concat(
                spec.tables().stream().flatMap(t -> t.columns().stream()).map(Column::name),
                Stream.of("original_val", "field", "reason", "kind", "body", "sent_at"))
            .toArray(String[]::new);
    return handle
        .createQuery(TABLES + query)
        .bind("names", SqlArrays.of("text", names))
        .bind("keys", SqlArrays.of("text", keys))
        .bind("given", SqlArrays.of("text", given))
        .bind("which", SqlArrays.of("text", which))
        .mapTo(String.class)
        .stream()
        .collect(Collectors.joining(", "));
  }
}
