-- Which generation of the keys the database has come to. Everybody may look, so that no program
-- writes by keys that are too old, or without any.
create table masking_generations (
  generation integer primary key,
  masking_key bigint not null,
  encryption_key bigint not null,
  recorded_at timestamptz not null default now()
);
grant select on masking_generations to public;
