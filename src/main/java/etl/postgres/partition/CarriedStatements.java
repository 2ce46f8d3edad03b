package etl.postgres.partition;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The statements by which a partitioned table gets what a plain table had, and the plain table
 * loses it. They are read while the plain table has its name: what the server prints of it names
 * the partitioned one by the time that they are run.
 *
 * @param fromPart for the plain table, which is the part by then
 * @param toParent for the partitioned table, before it has any part
 */
record CarriedStatements(List<String> fromPart, List<String> toParent) {
  private static final String TABLE =
      """
      with t as (
        select c.*, cast(:path as text) as path, cast(:part as text) as part from pg_class c
        where c.oid = cast(:path as regclass)),
      triggers as (
        select g.*, t.path, t.part
        from t join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal),
      publications as (
        select p.pubname, t.path, t.part
        from t join pg_publication_rel r on r.prrelid = t.oid
          join pg_publication p on p.oid = r.prpubid)
      """;

  private static final String PRIMARY =
      """
      select format('alter table %s drop constraint %I', t.part, k.conname)
      from t join pg_index i on i.indrelid = t.oid and i.indisprimary
        join pg_constraint k on k.conindid = i.indexrelid and k.contype = 'p'
      where (OLD_KEY)
      """;

  private static final String REPLACED_PRIMARY =
      """
      select format('alter table %s add primary key using index %I', t.part, x.relname)
      from t join pg_class x on x.oid = cast(:key as regclass)
      where exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary and (OLD_KEY))
      """;

  // Not afterwards: with a second unique index, two consumers that store one message at once could
  // have it refused by the one that neither of them goes by.
  private static final String OLD_KEYS =
      """
      select case when k.oid is null
          then format('drop index %I.%I', n.nspname, x.relname)
          else format('alter table %s drop constraint %I', t.part, k.conname) end
      from t join pg_index i on i.indrelid = t.oid and not i.indisprimary
        join pg_class x on x.oid = i.indexrelid join pg_namespace n on n.oid = x.relnamespace
        left join pg_constraint k on k.conindid = x.oid and k.contype = 'u'
      where (OLD_KEY)
      """;

  private static final String TRIGGERS_OFF =
      "select format('drop trigger %I on %s', tgname, part) from triggers";

  private static final String POLICIES_OFF =
      """
      select format('drop policy %I on %s', p.polname, t.part)
      from t join pg_policy p on p.polrelid = t.oid
      union all
      select format('alter table %s disable row level security, no force row level security', part)
      from t where relrowsecurity or relforcerowsecurity
      """;

  private static final String PUBLICATIONS_OFF =
      "select format('alter publication %I drop table %s', pubname, part) from publications";

  // The primary key that the part gets, and each other index that it keeps.
  private static final String INDEXES =
      """
      select case
          when i.indisprimary and (OLD_KEY)
            then format('alter table %s add primary key (%s)', t.path, (
              select string_agg(quote_ident(a.attname), ', ' order by k.place)
              from pg_index n, unnest(n.indkey::int2[]) with ordinality as k (number, place)
                join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
              where n.indexrelid = cast(:key as regclass)))
          when i.indisprimary then format('alter table %s add %s', t.path, (
            select pg_get_constraintdef(k.oid) from pg_constraint k where k.conindid = x.oid
              and k.contype = 'p'))
          else format('create %sindex on %s using %s', case when i.indisunique then 'unique ' end,
            t.path, right(d.definition, -length(
              format('CREATE %sINDEX %I ON %s USING ', case when i.indisunique then 'UNIQUE ' end,
                x.relname, t.path)))) end
      from t join pg_index i on i.indrelid = t.oid and i.indisvalid
        join pg_class x on x.oid = i.indexrelid
        cross join pg_get_indexdef(x.oid) as d (definition)
      where i.indisprimary or not (OLD_KEY)
        and not (x.oid = cast(:key as regclass) and exists (
          select from pg_index i where i.indrelid = t.oid and i.indisprimary and (OLD_KEY)))
      order by x.oid
      """;

  private static final String GRANTS =
      """
      select format('grant %s on %s to %s%s', g.privilege_type, t.path,
        case g.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end,
        case when g.is_grantable then ' with grant option' end)
      from t cross join aclexplode(t.relacl) g
      union all
      select format('grant %s (%I) on %s to %s%s', g.privilege_type, a.attname, t.path,
        case g.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end,
        case when g.is_grantable then ' with grant option' end)
      from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        cross join aclexplode(a.attacl) g
      """;

  private static final String POLICIES =
      """
      select format('create policy %I on %s as %s for %s to %s%s%s', p.polname, t.path,
        case when p.polpermissive then 'permissive' else 'restrictive' end,
        case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
          when 'd' then 'delete' else 'all' end,
        (select string_agg(
            case role when 0 then 'public' else quote_ident(pg_get_userbyid(role)) end, ', ')
          from unnest(p.polroles) as role),
        ' using (' || pg_get_expr(p.polqual, t.oid) || ')',
        ' with check (' || pg_get_expr(p.polwithcheck, t.oid) || ')')
      from t join pg_policy p on p.polrelid = t.oid
      union all
      select format('comment on policy %I on %s is %L', p.polname, t.path, d.description)
      from t join pg_policy p on p.polrelid = t.oid
        join pg_description d on d.classoid = 'pg_policy'::regclass and d.objoid = p.oid
      union all
      select format('alter table %s enable row level security', path) from t where relrowsecurity
      union all
      select format('alter table %s force row level security', path)
      from t where relforcerowsecurity
      """;

  private static final String TRIGGERS =
      """
      select sql
      from triggers g
        left join pg_description d on d.classoid = 'pg_trigger'::regclass and d.objoid = g.oid
        cross join lateral (values
          (1, pg_get_triggerdef(g.oid)),
          (2, case when g.tgenabled <> 'O' then format('alter table %s %s trigger %I', g.path,
            case g.tgenabled when 'D' then 'disable' when 'R' then 'enable replica'
              else 'enable always' end, g.tgname) end),
          (3, case when d.description is not null
            then format('comment on trigger %I on %s is %L', g.tgname, g.path, d.description) end)
        ) as s (place, sql)
      where sql is not null
      order by g.oid, place
      """;

  private static final String OTHERS =
      """
      select format('comment on table %s is %L', t.path, d.description)
      from t join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = t.oid
        and d.objsubid = 0
      union all
      select format('alter table %s replica identity full', path) from t where relreplident = 'f'
      union all
      select format('alter publication %I add table %s', pubname, path) from publications
      union all
      select format('alter sequence %I.%I owned by %s.%I', n.nspname, s.relname, t.path, a.attname)
      from t join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid
          and d.classid = 'pg_class'::regclass and d.deptype = 'a'
        join pg_class s on s.oid = d.objid and s.relkind = 'S'
        join pg_namespace n on n.oid = s.relnamespace
        join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
      union all
      select format('alter table %s alter column %I set statistics %s', t.path, a.attname,
        a.attstattarget)
      from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      where a.attstattarget >= 0
      union all
      select format('alter table %s alter column %I set (%s)', t.path, a.attname,
        array_to_string(a.attoptions, ', '))
      from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      where a.attoptions is not null
      """;

  /** Reads them; the part is the plain table's later name, with the schema, quoted. */
  static CarriedStatements read(
      Handle transaction, PlainTable found, PartitionedTable table, String part) {
    Function<String, Stream<String>> statements =
        sql ->
            transaction
                .createQuery(TABLE + sql.replace("OLD_KEY", ConversionObstacles.OLD_KEY))
                .bind("path", found.path())
                .bind("part", part)
                .bind("key", found.key())
                .bind("id", ConversionObstacles.sortedId(table))
                .mapTo(String.class)
                .list()
                .stream();
    return new CarriedStatements(
        Stream.of(TRIGGERS_OFF, POLICIES_OFF, PUBLICATIONS_OFF, PRIMARY, OLD_KEYS, REPLACED_PRIMARY)
            .flatMap(statements)
            .toList(),
        Stream.of(INDEXES, GRANTS, POLICIES, TRIGGERS, OTHERS).flatMap(statements).toList());
  }
}
