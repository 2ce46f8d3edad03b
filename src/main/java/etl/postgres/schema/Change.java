package etl.postgres.schema;

/**
 * One change that brings a table up to date.
 *
 * @param table the table it changes
 * @param lack what is wrong without it: {@code "column field is missing"}
 * @param sql its statements
 * @param needed whether nothing can be written without it
 * @param heavy whether its duration grows with the number of rows
 */
record Change(String table, String lack, String sql, boolean needed, boolean heavy) {
  /** The table and what is wrong with it. */
  String description() {
    return table + ": " + lack;
  }

  /**
   * What has been done; of a table that was not there, one thing.
   *
   * @param before the tables as they were
   */
  String done(Catalogue before) {
    return before.table(table).absent() ? "created " + table : "fixed " + description();
  }

  /** What is still to be done; of a table that is not there yet, one thing. */
  String pending(Catalogue found) {
    return found.table(table).absent() ? table + ": the table is missing" : description();
  }
}
