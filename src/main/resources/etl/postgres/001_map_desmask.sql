create table map_desmask (
  hash_val varchar(256),
  original_val text
);
