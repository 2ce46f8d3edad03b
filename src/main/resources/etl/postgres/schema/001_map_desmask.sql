-- The order of hashes means nothing: they are compared byte by byte, which is cheapest.
create table map_desmask (
  hash_val varchar(256) collate "C" primary key,
  original_val text
);
