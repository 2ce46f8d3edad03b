-- Counts removals by whatever statement, so that running consumers write those mappings again. It
-- works as its owner: to delete mappings takes no right on the counter.
do $block$
declare
  place text;
  owner name;
begin
  select quote_ident(n.nspname), pg_get_userbyid(c.relowner) into place, owner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.oid = 'mapping_removals'::regclass;

  execute replace($create$
    create or replace function PLACE.count_mapping_removal() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $function$
    begin
      -- etl remask moves mappings, and removes none.
      if current_setting('etl.moves_mappings', true) = 'on' then
        return null;
      end if;
      update PLACE.mapping_removals set removals = removals + 1;
      if not found then
        insert into PLACE.mapping_removals
        values ((extract(epoch from clock_timestamp()) * 1000)::bigint);
      end if;
      return null;
    end
    $function$
    $create$, 'PLACE', place);
  execute format('revoke all on function %s.count_mapping_removal() from public', place);
  if owner <> current_user then
    begin
      execute format('alter function %s.count_mapping_removal() owner to %I', place, owner);
    exception when insufficient_privilege then
      -- The role has the owner's rights all the same, or it could not change the table.
      null;
    end;
  end if;
  execute format(
    'create trigger count_mapping_removal after delete or truncate or update of hash_val'
      ' on map_desmask for each statement execute function %s.count_mapping_removal()', place);
end
$block$;
