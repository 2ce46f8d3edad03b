package etl.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One database of the tests' server, seen as one role.
 *
 * @param port the server's port on localhost
 * @param name the database's name
 * @param user the role that logs in
 * @param password empty where none is asked for
 */
public record TestDatabase(int port, String name, String user, String password) {
  /** A role that needs no password. */
  public TestDatabase(int port, String name, String user) {
    this(port, name, user, "");
  }

  /** As {@code --database-url} takes it. */
  public String url() {
    return "postgresql://" + user + "@localhost:" + port + "/" + name;
  }

  /** The same database seen as another role. */
  public TestDatabase as(String role) {
    return new TestDatabase(port, name, role);
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + port + "/" + name, user, password);
  }

  /** Runs statements. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A query's rows, null for null. */
  public List<List<String>> rows(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A query's rows: columns with tabs between them, {@code <null>} for null. */
  public List<String> query(String sql) {
    return rows(sql).stream()
        .map(
            row ->
                row.stream()
                    .map(value -> value == null ? "<null>" : value)
                    .collect(Collectors.joining("\t")))
        .toList();
  }

  /** The one value of a query. */
  public String value(String sql) {
    List<String> rows = query(sql);
    if (rows.size() != 1) {
      throw new IllegalStateException(rows.size() + " rows");
    }
    return rows.get(0);
  }

  /** Waits until so many sessions of the database wait for a lock. */
  public void awaitWaiting(int sessions) {
    String waiting =
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and wait_event_type = 'Lock'";
    Await.until(
        () -> sessions + " sessions wait for a lock, and there are " + value(waiting),
        () -> Integer.parseInt(value(waiting)) == sessions);
  }
}
