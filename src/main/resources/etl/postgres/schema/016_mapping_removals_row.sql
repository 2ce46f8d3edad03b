-- Nobody knows how often mappings were removed before the row was lost. By the clock the number is
-- greater than any that a running consumer has seen. In a block, so that it does not count as a row
-- that was changed.
do $$
begin
  if not exists (select from mapping_removals) then
    insert into mapping_removals values ((extract(epoch from clock_timestamp()) * 1000)::bigint);
  end if;
end $$;
