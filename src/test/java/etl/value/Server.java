package etl.value;

import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL itself says of values, thousands at once. */
final class Server {
  private static final TestDatabase DATABASE = TestPostgres.server().createDatabase();

  private Server() {}

  /**
   * Evaluates an expression for each pair.
   *
   * @param expression in SQL, of {@code sent} and {@code raw}
   * @param sent nulls among them
   */
  static List<String> ask(String expression, List<String> sent, List<String> raw) {
    String sql =
        "select (%s)::text from unnest(?::text[], ?::text[]) with ordinality as v(sent, raw, n) order by n"
            .formatted(expression);
    try (Connection connection = DATABASE.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      connection
          .createStatement()
          .execute("set timezone = 'Asia/Kathmandu'; set datestyle = 'ISO, DMY'");
      statement.setArray(1, connection.createArrayOf("text", sent.toArray()));
      statement.setArray(2, connection.createArrayOf("text", raw.toArray()));
      List<String> answers = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          answers.add(rows.getString(1));
        }
      }
      return answers;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
