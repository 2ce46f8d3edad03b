package etl.postgres.partition;

import etl.spec.Identifiers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Batch;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * The one transaction in which a table becomes the first partition of a new one that takes its
 * place. Nothing is read but the catalogue: the index is there, and the check says what the
 * partition's bound would have to be looked up for.
 */
final class PartitionSwitch {
  // What the new table has by default privileges, and what the old one leaves to its owner alone.
  private static final String REVOKE =
      """
      select format('revoke all on %s from %s cascade', c.path, grantee)
      from (select oid, relacl, relowner, cast(:table as text) as path from pg_class
          where oid = cast(:table as regclass)) c
        cross join lateral (
          select distinct
            case g.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end
          from (
            select (aclexplode(c.relacl)).grantee
            union all
            select (aclexplode(a.attacl)).grantee from pg_attribute a where a.attrelid = c.oid) g
          where g.grantee <> c.relowner or :owner) as r (grantee)
      """;

  private PartitionSwitch() {}

  /** Locks the table and puts a partitioned one in its place, if it is still as it was found. */
  static boolean make(
      Handle transaction, PartitionedTable table, PlainTable found, LockPatience locks) {
    // What is read under the lock once more is then in the server's caches.
    ConversionPlan.require(transaction, table, found);
    CarriedStatements.read(transaction, found, table, found.path());
    locks.begin();
    transaction.execute("lock table only " + found.path() + " in access exclusive mode");
    boolean same = PlainTable.read(transaction, table).filter(found::equals).isPresent();
    if (same) {
      make(transaction, table, found);
    }
    return same;
  }

  private static void make(Handle transaction, PartitionedTable table, PlainTable found) {
    LocalDate bound = found.check().orElseThrow();
    String part = found.schema() + "." + Identifiers.quoted(table.earlier());
    String column = Identifiers.quoted(table.column());
    String check = " drop constraint " + PlainTable.CHECK;
    PartitionMaker.requireFree(transaction, found.path(), part);
    ConversionPlan.require(transaction, table, found);
    CarriedStatements carried = CarriedStatements.read(transaction, found, table, part);

    List<String> making = new ArrayList<>();
    making.add("alter table " + found.path() + " rename to " + Identifiers.quoted(table.earlier()));
    making.add("alter table " + part + " alter column " + column + " set not null");
    making.addAll(carried.fromPart());
    making.add(
        "create table %s (like %s including all excluding indexes)%s"
            .formatted(found.path(), part, table.clause()));
    making.add("alter table " + found.path() + check);
    making.add("alter table " + found.path() + " owner to " + found.owner());
    run(transaction, making);

    List<String> dressing =
        new ArrayList<>(revocations(transaction, found.path(), found.granted()));
    dressing.addAll(carried.toParent());
    dressing.add(
        "alter table %s attach partition %s for values from (minvalue) to ('%s')"
            .formatted(found.path(), part, bound));
    dressing.add("alter table " + part + check);
    dressing.addAll(revocations(transaction, part, false));
    run(transaction, dressing);
    PartitionMaker.addRest(
        transaction, table, FoundTable.read(transaction, table.name()).orElseThrow());
  }

  private static List<String> revocations(Handle transaction, String path, boolean ofOwnerToo) {
    return transaction
        .createQuery(REVOKE)
        .bind("table", path)
        .bind("owner", ofOwnerToo)
        .mapTo(String.class)
        .list();
  }

  /** As they are: an expression of somebody's own may look like a parameter or a template. */
  private static void run(Handle transaction, List<String> statements) {
    Batch batch = transaction.createBatch();
    batch.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
    statements.forEach(batch::add);
    batch.execute();
  }
}
