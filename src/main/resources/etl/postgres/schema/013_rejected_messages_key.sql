-- One row for each message.
delete from rejected_messages r
using (
  select ctid as place, row_number() over (partition by message_id order by rejected_at, ctid) as copy
  from rejected_messages
) d
where d.copy > 1 and r.ctid = d.place;
alter table rejected_messages add primary key (message_id);
