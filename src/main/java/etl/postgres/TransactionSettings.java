package etl.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What holds in every transaction. It is set in the transaction itself: behind a transaction pooler
 * a session's settings do not belong to the next transaction.
 *
 * <ul>
 *   <li>A commit that is reported outlives a crash: what was committed is deleted from the queue,
 *       shown, or certified as erased.
 *   <li>The server says so when it reports a commit before its standby has it.
 *   <li>Where the role may decide it, the server does not log the rows that a constraint refuses.
 *   <li>The server ends a brief transaction whose process stands still, since others wait for its
 *       rows and mappings.
 * </ul>
 */
public final class TransactionSettings {
  private static final String SQL =
      """
      select set_config(name, value, true)
      from (values
        ('synchronous_commit', 'on', current_setting('synchronous_commit') = 'off'),
        ('client_min_messages', 'warning', current_setting('client_min_messages') = 'error'),
        ('log_error_verbosity', 'terse',
          current_setting('log_error_verbosity') <> 'terse' and %s),
        ('idle_in_transaction_session_timeout', '30s',
          %s and current_setting('idle_in_transaction_session_timeout') = '0')
      ) as setting (name, value, due)
      where due
      """;

  private static final int FIRST_WITH_PARAMETER_PRIVILEGES = 15;

  private TransactionSettings() {}

  /**
   * One statement that makes them hold to the transaction's end, without a semicolon: it can be
   * sent together with what the transaction begins with, but not before its isolation level is set.
   */
  public static String sql(Connection connection) throws SQLException {
    return SQL.formatted(maySetVerbosity(connection), false);
  }

  /** The same for a transaction in which the server never waits for long. */
  public static String brief(Connection connection) throws SQLException {
    return SQL.formatted(maySetVerbosity(connection), true);
  }

  private static String maySetVerbosity(Connection connection) throws SQLException {
    // The driver has known it since it connected.
    return connection.getMetaData().getDatabaseMajorVersion() < FIRST_WITH_PARAMETER_PRIVILEGES
        ? "current_setting('is_superuser') = 'on'"
        : "has_parameter_privilege('log_error_verbosity', 'set')";
  }
}
