-- The class of the reason, for counting; null in rows older than the column.
alter table rejected_messages add column if not exists kind text;
