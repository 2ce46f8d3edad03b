package etl.postgres.partition;

import etl.postgres.SqlArrays;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/**
 * What is on a table that would be lost, or go on pointing to one partition alone, if a partitioned
 * table took its place.
 */
final class ConversionObstacles {
  // What depends on the table by its identity stays with the old one; what belongs to it is carried
  // over, or is named by one of the others.
  private static final String ALL =
      """
      with t as (select c.* from pg_class c where c.oid = cast(:path as regclass)),
        days as (
          select a.attnum from t join pg_attribute a on a.attrelid = t.oid and a.attname = :column)
      select distinct case
          when v.relkind = 'v' then 'the view ' || v.oid::regclass
          when v.relkind = 'm' then 'the materialized view ' || v.oid::regclass
          when v.oid is not null then 'the rule ' || quote_ident(r.rulename) || ' on '
            || v.oid::regclass
          else 'the ' || pg_describe_object(d.classid, d.objid, 0) end as obstacle
      from t join pg_depend d on d.deptype = 'n' and (
          d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid
          or d.refclassid = 'pg_type'::regclass and d.refobjid in (
            select y.oid from pg_type y
            where y.oid = t.reltype
              or y.oid = (select typarray from pg_type where oid = t.reltype)))
        left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
        left join pg_class v on v.oid = r.ev_class
      where r.ev_class is distinct from t.oid
        and not exists (
          select from pg_constraint k
          where d.classid = 'pg_constraint'::regclass and k.oid = d.objid)
        and not exists (
          select from pg_policy p
          where d.classid = 'pg_policy'::regclass and p.oid = d.objid and p.polrelid = t.oid)
        and not exists (
          select from pg_trigger g
          where d.classid = 'pg_trigger'::regclass and g.oid = d.objid and g.tgrelid = t.oid)
        and not exists (
          select from pg_attrdef f
          where d.classid = 'pg_attrdef'::regclass and f.oid = d.objid and f.adrelid = t.oid)
        and d.classid <> 'pg_publication_rel'::regclass
      union all
      select 'the rule ' || quote_ident(r.rulename)
      from t join pg_rewrite r on r.ev_class = t.oid
      union all
      select case
          when k.contype = 'f' and k.conrelid = t.oid
            then 'the foreign key ' || quote_ident(k.conname)
          when k.contype = 'f'
            then 'the foreign key ' || quote_ident(k.conname) || ' of ' || k.conrelid::regclass
          when k.contype = 'x' then 'the exclusion constraint ' || quote_ident(k.conname)
          when k.connoinherit then 'the constraint ' || quote_ident(k.conname) || ' (no inherit)'
          else 'the constraint ' || quote_ident(k.conname) || ' (not validated)' end
      from t join pg_constraint k on t.oid in (k.conrelid, k.confrelid)
      where k.contype in ('f', 'x')
        or k.contype in ('c', 'n') and k.conname <> :check and (k.connoinherit or not k.convalidated)
      union all
      select 'the unique index ' || x.oid::regclass || ', which lacks ' || quote_ident(:column)
      from t join pg_index i on i.indrelid = t.oid and i.indisunique
        join pg_class x on x.oid = i.indexrelid cross join days
      where not exists (
          select from unnest(i.indkey::int2[]) with ordinality as k (number, place)
          where k.number = days.attnum and k.place <= i.indnkeyatts)
        and not (%s)
      union all
      select 'the replica identity by the index ' || i.indexrelid::regclass
      from t join pg_index i on i.indrelid = t.oid and i.indisreplident
      where t.relreplident = 'i'
      union all
      select 'the identity column ' || quote_ident(a.attname)
      from t join pg_attribute a on a.attrelid = t.oid and a.attidentity <> ''
      union all
      select 'the trigger ' || quote_ident(g.tgname) || ' for each row, with a transition table'
      from t join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal
      where g.tgtype & 1 = 1 and (g.tgoldtable is not null or g.tgnewtable is not null)
      union all
      select 'the publication ' || quote_ident(p.pubname)
        || ', which has a row filter or a column list'
      from t join pg_publication_rel r on r.prrelid = t.oid
        join pg_publication p on p.oid = r.prpubid
      where coalesce(to_jsonb(r) ->> 'prattrs', to_jsonb(r) ->> 'prqual') is not null
      union all
      select 'the security label of ' || l.provider
      from t join pg_seclabel l on l.classoid = 'pg_class'::regclass and l.objoid = t.oid
      union all
      select 'the table ' || h.inhparent::regclass || ', which it inherits from'
      from t join pg_inherits h on h.inhrelid = t.oid
      union all
      select 'the type ' || t.reloftype::regtype || ', which it is a table of'
      from t where t.reloftype <> 0
      union all
      select 'that it is unlogged or temporary' from t where t.relpersistence <> 'p'
      order by 1
      """;

  /** Holds for a unique index of what tells messages apart and nothing else. */
  static final String OLD_KEY =
      """
      i.indisunique and i.indimmediate and i.indpred is null and i.indexprs is null
          and i.indnkeyatts = i.indnatts and cast(:id as text[]) = array(
            select a.attname::text from unnest(i.indkey::int2[]) as k (number)
              join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
            order by a.attname)
      """;

  private static final String DENIED =
      """
      with t as (select c.* from pg_class c where c.oid = cast(:path as regclass))
      select 'alter the publication ' || quote_ident(p.pubname) || ', which '
        || quote_ident(pg_get_userbyid(p.pubowner)) || ' owns'
      from t join pg_publication_rel r on r.prrelid = t.oid
        join pg_publication p on p.oid = r.prpubid
      where not pg_has_role(p.pubowner, 'usage')
      union all
      select distinct 'execute ' || g.tgfoid::regprocedure
      from t join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal
      where not has_function_privilege(g.tgfoid, 'execute')
      order by 1
      """;

  private ConversionObstacles() {}

  /** Each by its kind and name. */
  static List<String> on(Handle handle, PlainTable found, PartitionedTable table) {
    return handle
        .createQuery(ALL.formatted(OLD_KEY))
        .bind("path", found.path())
        .bind("column", table.column())
        .bind("check", PlainTable.CHECK)
        .bind("id", sortedId(table))
        .mapTo(String.class)
        .list();
  }

  /** What the role lacks the right to do. */
  static List<String> denied(Handle handle, PlainTable found) {
    return handle.createQuery(DENIED).bind("path", found.path()).mapTo(String.class).list();
  }

  static Argument sortedId(PartitionedTable table) {
    return SqlArrays.of("text", table.id().stream().sorted().toArray());
  }
}
