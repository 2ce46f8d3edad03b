package etl.postgres.schema;

/**
 * One change that brings a table up to date, and what is wrong without it: {@code column field is
 * missing}. It is needed if nothing can be written without it, and heavy if its duration grows with
 * the number of rows.
 */
record Change(String table, String lack, String sql, boolean needed, boolean heavy) {
  /** The table and what is wrong with it. */
  String description() {
    return table + ": " + lack;
  }

  /** What has been done, by the tables as they were: of one that was not there, one thing. */
  String done(Catalogue before) {
    return before.table(table).absent() ? "created " + table : "fixed " + description();
  }

  /** What is still to be done; of a table that is not there yet, one thing. */
  String pending(Catalogue found) {
    return found.table(table).absent() ? table + ": the table is missing" : description();
  }
}
