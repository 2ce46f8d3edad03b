delete from forgotten_hashes f
using (
  select ctid as place, row_number() over (partition by hash_val order by forgotten_at, ctid) as copy
  from forgotten_hashes
) d
where d.copy > 1 and f.ctid = d.place;
alter table forgotten_hashes add primary key (hash_val);
