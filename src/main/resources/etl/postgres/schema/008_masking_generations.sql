-- The key generations in use. Everybody may read them, so that no program writes with keys that are
-- too old, or without keys.
create table masking_generations (
  generation integer primary key,
  masking_key bigint not null,
  encryption_key bigint not null,
  recorded_at timestamptz not null default now()
);
grant select on masking_generations to public;
