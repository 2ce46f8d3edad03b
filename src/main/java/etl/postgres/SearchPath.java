package etl.postgres;

import etl.event.Fault;
import etl.event.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;

/**
 * The schemas that the settings ask for. A pooler may pass them over without a word, and the tables
 * would be made in another schema.
 */
record SearchPath(String schemas) {
  private static final Pattern OPTION =
      Pattern.compile("(?:-c\\s*|--)search_path=((?:\\\\.|\\S)+)");

  /** Empty where the settings leave it to the server. */
  static Optional<SearchPath> asked(Properties properties) {
    String schema = PGProperty.CURRENT_SCHEMA.getOrDefault(properties);
    if (schema != null) {
      return Optional.of(new SearchPath(schema));
    }
    String options = PGProperty.OPTIONS.getOrDefault(properties);
    Matcher option = OPTION.matcher(options == null ? "" : options);
    return option.find()
        ? Optional.of(new SearchPath(option.group(1).replaceAll("\\\\(.)", "$1")))
        : Optional.empty();
  }

  /**
   * Makes sure that it holds; closes the connection otherwise.
   *
   * @throws etl.event.StoreException CONFIGURATION if it does not
   */
  void requireIn(Connection connection, String target) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select current_setting('search_path')")) {
      row.next();
      if (plain(row.getString(1)).equals(plain(schemas))) {
        return;
      }
    } catch (SQLException e) {
      close(connection);
      throw StoreFaults.connecting(target, e);
    }
    close(connection);
    throw new StoreException(
        Fault.CONFIGURATION,
        "cannot connect to the database at "
            + target
            + ": a pooler ignores the schema that the settings ask for; give it to the role"
            + " (alter role ... set search_path)");
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is given up anyway.
      return;
    }
  }

  private static String plain(String path) {
    return path.toLowerCase(Locale.ROOT).replaceAll("[\\s\"']", "");
  }
}
