package etl.docs;

import etl.docs.GuideShell.Call;
import etl.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As much of PostgreSQL's client as the guides use: it need not be installed. */
final class Psql {
  private Psql() {}

  /** Runs what {@code -c} says, or standard input. */
  static int run(TestDatabase database, Call call) {
    List<String> arguments = call.arguments();
    int command = arguments.indexOf("-c");
    String sql =
        command < 0 ? new String(call.in(), StandardCharsets.UTF_8) : arguments.get(command + 1);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        print(statement.getResultSet(), call);
      }
      return 0;
    } catch (SQLException e) {
      write(call, "ERROR: " + e.getSQLState());
      return 1;
    }
  }

  private static void print(ResultSet rows, Call call) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    for (int number = 1; rows.next(); number++) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        row.put(columns.getColumnName(i), rows.getString(i) == null ? "" : rows.getString(i));
      }
      expanded(number, row, call);
    }
  }

  /** A row as {@code -x} shows it. */
  private static void expanded(int number, Map<String, String> row, Call call) {
    int names = longest(row.keySet());
    int values = longest(row.values());
    String title = "-[ RECORD " + number + " ]";
    write(call, title + "-".repeat(names + 1 - title.length()) + "+" + "-".repeat(values + 1));
    row.forEach((name, value) -> write(call, ("%-" + names + "s | %s").formatted(name, value)));
  }

  private static int longest(Iterable<String> texts) {
    int longest = 0;
    for (String text : texts) {
      longest = Math.max(longest, text.length());
    }
    return longest;
  }

  private static void write(Call call, String line) {
    try {
      call.out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
