package etl.postgres;

import org.jdbi.v3.core.argument.Argument;

/** Binds whole columns: one array each. */
public final class SqlArrays {
  private SqlArrays() {}

  /**
   * An argument that is an array.
   *
   * @param type the elements' type
   */
  public static Argument of(String type, Object[] values) {
    return (position, statement, context) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, values));
  }
}
