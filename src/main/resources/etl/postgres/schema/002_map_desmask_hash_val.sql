-- Masks grow a prefix when they are made with a key.
alter table map_desmask alter column hash_val type varchar(256);
