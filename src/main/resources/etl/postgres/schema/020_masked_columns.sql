-- Which columns hold masks, of whatever spec, by which mask, and which canonical forms the values were
-- brought to before, in order. Everybody may read it, so that nobody writes other masks, or none, to
-- these columns.
create table masked_columns (
  table_name text collate "C" not null,
  column_name text collate "C" not null,
  mask text not null,
  canonical text[] not null default '{}',
  remembered_at timestamptz not null default now(),
  primary key (table_name, column_name)
);
grant select on masked_columns to public;
