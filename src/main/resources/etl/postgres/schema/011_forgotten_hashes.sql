-- Hashes that must never be mapped again. Everybody may read them, so that nobody maps them.
create table forgotten_hashes (
  hash_val varchar(256) collate "C" primary key,
  forgotten_at timestamptz not null default now()
);
grant select on forgotten_hashes to public;
