package etl.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.jdbi.v3.core.argument.Argument;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;
import org.postgresql.jdbc.PreferQueryMode;

/** Binds whole columns: one array each, of elements of a type of PostgreSQL. */
public final class SqlArrays {
  private static final int HEADER_INTS = 5;

  private SqlArrays() {}

  public static Argument texts(Collection<String> values) {
    return of("text", values.toArray());
  }

  public static Argument of(String type, Object[] values) {
    return (position, statement, context) ->
        statement.setArray(position, array(statement.getConnection(), type, values));
  }

  /**
   * The driver writes texts into a buffer that it doubles and then copies, which takes four times
   * what a batch has: a heap that holds the batch need not hold that.
   */
  private static Array array(Connection connection, String type, Object[] values)
      throws SQLException {
    if (type.equals("text") && values instanceof String[] texts && texts.length > 0) {
      BaseConnection driver = connection.unwrap(BaseConnection.class);
      if (driver.getPreferQueryMode() != PreferQueryMode.SIMPLE) {
        return new PgArray(driver, Oid.TEXT_ARRAY, binary(texts));
      }
    }
    return connection.createArrayOf(type, values);
  }

  /** As PostgreSQL receives arrays in binary form. */
  private static byte[] binary(String[] texts) {
    byte[][] encoded = new byte[texts.length][];
    int bytes = (HEADER_INTS + texts.length) * Integer.BYTES;
    int nulls = 0;
    for (int i = 0; i < texts.length; i++) {
      if (texts[i] == null) {
        nulls = 1;
      } else {
        // Rows that unfold from one message share their texts.
        boolean same = i > 0 && texts[i] == texts[i - 1];
        encoded[i] = same ? encoded[i - 1] : texts[i].getBytes(StandardCharsets.UTF_8);
        bytes = Math.addExact(bytes, encoded[i].length);
      }
    }
    ByteBuffer array = ByteBuffer.allocate(bytes);
    // One dimension, whether there are nulls, the elements' type, how many there are, from 1 on.
    array.putInt(1).putInt(nulls).putInt(Oid.TEXT).putInt(texts.length).putInt(1);
    for (byte[] text : encoded) {
      if (text == null) {
        array.putInt(-1);
      } else {
        array.putInt(text.length).put(text);
      }
    }
    return array.array();
  }
}
