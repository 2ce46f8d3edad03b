package etl.postgres;

import etl.event.Fault;
import etl.event.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which history of which database a session works on, as one text: the system identifier, which a
 * standby shares with its primary, and the number of the timeline, which a promotion changes. What
 * was committed on one timeline may be missing on another.
 */
public final class Timeline {
  /** The timeline of a server that does not tell. */
  public static final String UNKNOWN = "";

  private static final String ACTION = "cannot ask for the timeline";

  // What pg_control_checkpoint() tells is the former timeline until the first checkpoint.
  private static final String TOLD =
      """
      case when pg_is_in_recovery() then null else
        (select system_identifier from pg_control_system())
          || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8) end
      """;

  private static final String NOT_TOLD = "''";

  private final Database database;
  private volatile String sql = NOT_TOLD;
  private volatile String latest = UNKNOWN;

  public Timeline(Database database) {
    this.database = database;
  }

  /**
   * Finds out whether the server tells its timeline: some do not have the functions, and a role may
   * not be allowed to call them.
   *
   * @return the timeline, which is the latest one from now on
   */
  public String find() {
    try {
      String found = database.call(ACTION, handle -> read(handle.getConnection()));
      sql = TOLD;
      latest = found == null ? UNKNOWN : found;
    } catch (StoreException e) {
      if (e.fault() == Fault.UNAVAILABLE) {
        throw e;
      }
      sql = NOT_TOLD;
      latest = UNKNOWN;
    }
    return latest;
  }

  public String latest() {
    return latest;
  }

  /** A transaction has seen this one. */
  public void seen(String timeline) {
    if (!timeline.equals(latest)) {
      latest = timeline;
      // Those that are kept may lead to a primary of the past.
      database.renewConnections();
    }
  }

  /** An expression for the timeline; null on a standby. */
  public String sql() {
    return sql;
  }

  /** Asks by a new connection: one that is kept may still lead to the former primary. */
  public String now() {
    if (sql.equals(NOT_TOLD)) {
      return UNKNOWN;
    }
    String now = database.callFresh(ACTION, handle -> read(handle.getConnection()));
    if (now == null) {
      String message = database.target() + " is a standby just now";
      throw new StoreException(Fault.UNAVAILABLE, StoreFaults.READ_ONLY, message, null);
    }
    if (!now.equals(latest)) {
      database.renewConnections();
    }
    return now;
  }

  private static String read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select " + TOLD)) {
      row.next();
      return row.getString(1);
    }
  }
}
