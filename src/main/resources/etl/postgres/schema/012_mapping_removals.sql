-- Counts removals of mappings that may be written again. Everybody may read it, so that no consumer's
-- cache takes a removed mapping for written.
create table mapping_removals (
  removals bigint primary key
);
grant select on mapping_removals to public;
-- In a block, so that it is not reported as a changed row.
do $$
begin
  insert into mapping_removals values (0);
end $$;
