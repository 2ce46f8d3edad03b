-- The data keys that originals, bodies and attributes are encrypted with, each sealed to the public key
-- of its generation: only the recovery file opens them. A value names its data key.
create table sealed_keys (
  key_id text collate "C" primary key,
  generation integer not null,
  sealed bytea not null,
  created_at timestamptz not null default now()
);
