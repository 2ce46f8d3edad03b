-- Masks made with a key have a prefix.
alter table map_desmask alter column hash_val type varchar(256);
