-- A mapping without a hash can never be found.
delete from map_desmask where hash_val is null;
delete from map_desmask m
using (
  select ctid as place,
         row_number() over (partition by hash_val order by original_val is null, ctid) as copy
  from map_desmask
) d
where d.copy > 1 and m.ctid = d.place;
alter table map_desmask add primary key (hash_val);
