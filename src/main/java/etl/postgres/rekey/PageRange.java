package etl.postgres.rekey;

import org.jdbi.v3.core.statement.SqlStatement;

/**
 * A range of pages of one table or partition.
 *
 * @param table its name, quoted for a statement
 * @param from the first page
 * @param to the page after the last
 */
record PageRange(String table, long from, long to) {
  /** Restricts a statement to the range; needs {@link #bind}. */
  static final String CONDITION = "ctid >= cast(:from as tid) and ctid < cast(:to as tid)";

  <S extends SqlStatement<S>> S bind(S statement) {
    return statement.bind("from", "(" + from + ",0)").bind("to", "(" + to + ",0)");
  }
}
