package etl.postgres;

import etl.event.Fault;
import etl.event.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;

/**
 * The schemas that the settings ask for. A pooler may pass them over without a word, and the tables
 * would be made in another schema.
 */
final class SearchPath {
  private static final Pattern OPTION =
      Pattern.compile("(?:-c\\s*|--)search_path=((?:\\\\.|\\S)+)");

  private SearchPath() {}

  /** Makes sure that they hold, if the settings do not leave them to the server. */
  static void require(Connection connection, Properties properties, String target)
      throws SQLException {
    String schemas = asked(properties);
    if (schemas == null) {
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select current_setting('search_path')")) {
      row.next();
      if (!plain(row.getString(1)).equals(plain(schemas))) {
        throw new StoreException(
            Fault.CONFIGURATION,
            "cannot connect to the database at "
                + target
                + ": a pooler ignores the schema that the settings ask for; give it to the role"
                + " (alter role ... set search_path)");
      }
    }
  }

  private static String asked(Properties properties) {
    String schema = PGProperty.CURRENT_SCHEMA.getOrDefault(properties);
    String options = PGProperty.OPTIONS.getOrDefault(properties);
    Matcher option = OPTION.matcher(options == null ? "" : options);
    return schema == null && option.find() ? option.group(1).replaceAll("\\\\(.)", "$1") : schema;
  }

  private static String plain(String path) {
    return path.toLowerCase(Locale.ROOT).replaceAll("[\\s\"']", "");
  }
}
