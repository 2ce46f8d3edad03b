-- Nobody knows how often mappings were removed before the row was lost. By the clock the number is
-- greater than any that a running consumer has seen.
insert into mapping_removals
select (extract(epoch from clock_timestamp()) * 1000)::bigint
where not exists (select from mapping_removals);
