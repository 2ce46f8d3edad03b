create table rejected_messages (
  message_id varchar(128) collate "C" primary key,
  reason text not null,
  body bytea not null,
  sent_at timestamptz not null,
  rejected_at timestamptz not null default now()
);
