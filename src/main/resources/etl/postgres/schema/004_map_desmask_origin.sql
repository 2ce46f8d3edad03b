-- Which field of the event held the original, and when the mapping was first written.
alter table map_desmask
  add column if not exists field text,
  add column if not exists first_seen timestamptz not null default now();
