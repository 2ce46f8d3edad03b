-- The class of the reason, for counting; null in rows that are older than the column.
alter table rejected_messages add column if not exists kind text;
