-- Should there be two of a number by different keys, neither may win unseen: this fails then.
delete from masking_generations g
using (
  select ctid as place,
    row_number() over (
      partition by generation, masking_key, encryption_key order by recorded_at, ctid) as copy
  from masking_generations
) d
where d.copy > 1 and g.ctid = d.place;
alter table masking_generations add primary key (generation);
