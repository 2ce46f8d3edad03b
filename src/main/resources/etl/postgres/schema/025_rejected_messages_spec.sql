-- By which spec the message was rejected, null for the built-in one, and what that spec reads besides
-- the body: a JSON object, stored as the body is.
alter table rejected_messages
  add column if not exists spec text,
  add column if not exists attributes bytea;
