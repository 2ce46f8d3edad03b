-- There is one row: of several, the greatest number is the one that counts. The key is what a
-- publication knows it by.
delete from mapping_removals m
using (
  select ctid as place, row_number() over (order by removals desc, ctid) as copy
  from mapping_removals
) d
where d.copy > 1 and m.ctid = d.place;
alter table mapping_removals add primary key (removals);
