-- How often mappings were removed that may be written again. Everybody may look, so that nobody
-- takes for written what is no longer there.
create table mapping_removals (
  removals bigint not null
);
grant select on mapping_removals to public;
-- In a block, so that it does not count as a row that was changed.
do $$
begin
  insert into mapping_removals values (0);
end $$;
