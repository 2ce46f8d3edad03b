-- Who looked up or removed which mappings. The server sets the time and
-- the database user.
create table if not exists recover_audit (
  entry bigint generated always as identity primary key,
  asked_at timestamptz not null default now(),
  database_user text not null default session_user,
  action text not null,
  os_user text not null,
  host text not null,
  reason text,
  hashes text[] not null,
  found text[] not null,
  removed bigint
);
