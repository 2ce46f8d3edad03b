package etl.postgres.examine;

import etl.doctor.Finding;
import etl.postgres.Database;
import etl.postgres.SqlArrays;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.SupportTables;
import etl.spec.Column;
import etl.spec.EventSpec;
import etl.spec.TableSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What others have put on the tables that a consumer fills, and what it means for messages. */
public final class TableExamination {
  private static final String POLICIES =
      """
      select w.name from unnest(cast(:names as text[])) as w (name)
      where row_security_active(to_regclass(quote_ident(w.name))::oid)
      """;

  private static final String PUBLICATIONS =
      """
      select distinct w.name || ' (' || quote_ident(t.pubname) || ')'
      from unnest(cast(:names as text[])) as w (name)
        join pg_class f on f.oid = to_regclass(quote_ident(w.name))
        join pg_class c on c.oid = f.oid or c.oid in (select relid from pg_partition_tree(f.oid))
        join pg_namespace n on n.oid = c.relnamespace
        join pg_publication_tables t on t.schemaname = n.nspname and t.tablename = c.relname
      order by 1
      """;

  private TableExamination() {}

  public static List<Finding> findings(Database database, EventSpec spec) {
    return database.callFresh(
        "cannot examine the tables",
        handle ->
            List.of(uniqueKeys(handle, spec), policies(handle, spec), publications(handle, spec)));
  }

  private static Finding uniqueKeys(Handle handle, EventSpec spec) {
    String found = String.join(", ", refusing(handle, spec));
    return Finding.expect(
        found.isEmpty(),
        "database.unique_keys",
        found.isEmpty() ? "none but etl's own" : found,
        "a message whose row violates one of them is rejected: drop what is not meant to");
  }

  /** A key that holds what tells rows apart, or the hash, refuses nothing but a duplicate. */
  private static Set<String> refusing(Handle handle, EventSpec spec) {
    Catalogue found = Catalogue.read(handle, SupportTables.all(spec.tables()));
    Set<String> given =
        new HashSet<>(Set.of("original_val", "field", "reason", "kind", "body", "sent_at"));
    spec.tables().forEach(t -> t.columns().stream().map(Column::name).forEach(given::add));
    Set<String> refusing = new TreeSet<>();
    for (TableSpec table : spec.tables()) {
      refusing.addAll(found.table(table.name()).refusing(table.identity(), given));
    }
    refusing.addAll(
        found.table(SupportTables.MAPPING).refusing(List.of(SupportTables.HASH), given));
    refusing.addAll(found.table(SupportTables.REJECTED).refusing(List.of(SupportTables.ID), given));
    return refusing;
  }

  private static Finding policies(Handle handle, EventSpec spec) {
    String found = names(handle, POLICIES, SupportTables.all(spec.tables()));
    return Finding.expect(
        found.isEmpty(),
        "database.policies",
        found.isEmpty() ? "none that holds for this role" : "row-level security on " + found,
        "a row that a policy refuses is rejected: let the role bypass them (alter role ..."
            + " bypassrls), or see that they let all events pass");
  }

  private static Finding publications(Handle handle, EventSpec spec) {
    String check = "database.publications";
    String personal =
        names(handle, PUBLICATIONS, List.of(SupportTables.MAPPING, SupportTables.REJECTED));
    if (!personal.isEmpty()) {
      return Finding.warning(
          check,
          personal,
          "originals and bodies leave the database with it: publish the tables that are meant to be"
              + " read, by name");
    }
    String events =
        names(handle, PUBLICATIONS, spec.tables().stream().map(TableSpec::name).toList());
    return Finding.ok(check, events.isEmpty() ? "none" : events);
  }

  private static String names(Handle handle, String query, List<String> tables) {
    return handle
        .createQuery(query)
        .bind("names", SqlArrays.texts(tables))
        .mapTo(String.class)
        .collect(Collectors.joining(", "));
  }
}
