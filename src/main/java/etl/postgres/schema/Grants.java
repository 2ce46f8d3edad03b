package etl.postgres.schema;

import etl.postgres.AdvisoryLock;
import etl.spec.EventSpec;
import etl.spec.Identifiers;
import etl.spec.TableSpec;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rights on the tables, granted to four group roles. */
public final class Grants {
  // What is not granted here is revoked, so that a later version can take a right away.
  private static final String SQL =
      """
      -- The group roles of etl. Run this in the database of the tables, after etl migrate, as their owner
      -- with the right to create roles or as a superuser, and again after each update of etl.
      begin;
      set local lock_timeout = '20s';

      -- While this changes the rights, nobody writes, and no vacuum is halfway through a table:
      -- otherwise each could wait for what the other has locked, which PostgreSQL calls a deadlock.
      do $$ begin perform pg_advisory_xact_lock(%8$s); end $$;
      lock table %1$s, %6$s
        in access exclusive mode;

      do $$
      declare
        role text;
      begin
        foreach role in array array['etl_owner', 'etl_writer', 'etl_analyst', 'etl_recoverer'] loop
          if not exists (select from pg_roles where rolname = role) then
            execute format('create role %%I nologin', role);
          end if;
        end loop;
        if not (select rolsuper from pg_roles where rolname = current_user) then
          execute format('grant etl_owner to %%I', current_user);
        end if;
        execute format('grant usage, create on schema %%I to etl_owner', current_schema());
        execute format(
          'grant usage on schema %%I to etl_writer, etl_analyst, etl_recoverer', current_schema());
      end $$;

      revoke all on %1$s, %6$s
        from public, etl_writer, etl_analyst, etl_recoverer;

      -- Owns and alters the tables, and their partitions. Nobody else needs a right on a partition:
      -- rights on the table hold for what is read or written through it.
      %2$s
      do $$
      declare
        part regclass;
      begin
        for part in
          select tree.relid
          from unnest(array[%5$s]) as name, pg_partition_tree(cast(name as regclass)) as tree
          where tree.level > 0
        loop
          execute format('alter table %%s owner to etl_owner', part);
          execute format(
            'revoke all on %%s from public, etl_writer, etl_analyst, etl_recoverer', part);
        end loop;
      end $$;
      %7$s
      alter function count_mapping_removal() owner to etl_owner;

      -- Consumes: inserts into the tables, and can read no values.
      %3$s
      grant insert (hash_val, original_val, field) on map_desmask to etl_writer;
      grant insert (message_id, reason, kind, body, sent_at, spec, attributes), select (message_id)
        on rejected_messages to etl_writer;
      grant insert (generation, masking_key, encryption_key), select
        on masking_generations to etl_writer;
      grant insert (hash_val), select on forgotten_hashes to etl_writer;
      grant select on mapping_removals, masked_columns to etl_writer;
      grant insert (key_id, generation, sealed), select (key_id) on sealed_keys to etl_writer;

      -- Reads the masked rows.
      %4$s
      grant select on masked_columns to etl_analyst;

      -- Looks up originals; every lookup is audited. This role cannot choose the time or the database user in the audit.
      grant select on map_desmask, masking_generations, sealed_keys to etl_recoverer;
      grant insert (action, os_user, host, reason, hashes, found, removed)
        on recover_audit to etl_recoverer;

      -- When a constraint or a trigger refuses a row, the server logs that row, unless who writes it
      -- may ask for terse messages. To allow that takes a superuser. Before PostgreSQL 15 it is set
      -- for each member that can log in: run this again when there are new ones.
      do $$
      declare
        member text;
      begin
        if current_setting('server_version_num')::int >= 150000 then
          if has_parameter_privilege('log_error_verbosity', 'set with grant option') then
            execute
              'grant set on parameter log_error_verbosity to etl_owner, etl_writer, etl_recoverer';
          elsif not has_parameter_privilege('etl_writer', 'log_error_verbosity', 'set') then
            raise warning 'the server logs refused rows until a superuser runs: grant set on'
              ' parameter log_error_verbosity to etl_owner, etl_writer, etl_recoverer';
          end if;
        elsif (select rolsuper from pg_roles where rolname = current_user) then
          for member in
            select m.rolname from pg_roles m
            where m.rolcanlogin and not m.rolsuper
              and (pg_has_role(m.oid, 'etl_owner', 'member')
                or pg_has_role(m.oid, 'etl_writer', 'member')
                or pg_has_role(m.oid, 'etl_recoverer', 'member'))
          loop
            execute format('alter role %%I set log_error_verbosity = terse', member);
          end loop;
        else
          raise warning 'the server logs refused rows until a superuser runs, for each member:'
            ' alter role MEMBER set log_error_verbosity = terse';
        end if;
      end $$;

      commit;
      """;

  private Grants() {}

  /** Statements that make the roles and give them their rights; they can be run again. */
  public static String sql(EventSpec spec) {
    List<TableSpec> tables = spec.tables();
    return SQL.formatted(
        tables.stream().map(Grants::name).collect(Collectors.joining(", ")),
        lines(tables, table -> owned(name(table))),
        lines(
            tables,
            table ->
                "grant insert, select (" + keys(table) + ") on " + name(table) + " to etl_writer;"),
        lines(tables, table -> "grant select on " + name(table) + " to etl_analyst;"),
        tables.stream().map(table -> "'" + name(table) + "'").collect(Collectors.joining(", ")),
        String.join(", ", SupportTables.own()),
        lines(SupportTables.own(), Grants::owned),
        AdvisoryLock.WRITING);
  }

  private static String owned(String table) {
    return "alter table " + table + " owner to etl_owner;";
  }

  private static String name(TableSpec table) {
    return Identifiers.quoted(table.name());
  }

  private static String keys(TableSpec table) {
    return new EventTable(table)
        .keyColumns().stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
  }

  private static <T> String lines(List<T> tables, Function<T, String> line) {
    return tables.stream().map(line).collect(Collectors.joining("\n"));
  }
}
