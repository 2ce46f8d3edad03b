alter table map_desmask alter column original_val type text;
