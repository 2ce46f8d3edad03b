package etl.postgres.schema;

/**
 * One step that brings a table up to date.
 *
 * @param table the table it changes
 * @param lack what is wrong without it, in words: {@code "column field is missing"}
 * @param sql the statements that do it
 * @param needed whether nothing can be written without it
 * @param heavy whether it takes the longer the more rows there are
 */
record Change(String table, String lack, String sql, boolean needed, boolean heavy) {
  /** The table and what is wrong with it. */
  String description() {
    return table + ": " + lack;
  }
}
