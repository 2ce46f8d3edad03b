package etl.postgres;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server says when it refuses a row, where that may be passed on: its primary message, for
 * those of its functions whose messages name tables, columns and constraints and never hold a
 * value. A message is known by the function in the server's source that raises it, which is the
 * same in any language; the detail, which quotes the row, is never taken.
 */
public final class KnownRefusal {
  /**
   * The check that a table has while it becomes partitioned. A row that it refuses is not to blame,
   * and will be taken once the table is partitioned: consumers wait.
   */
  public static final String PARTITION_CHECK = "etl_partition_bound";

  /** How the server refuses a row because of a check. */
  public static final String CHECK_STATE = "23514";

  private static final String NOT_NULL =
      "let the column be null, give it a default, or make the field required in the spec";

  /** Finds a row against a policy or a view's check option. */
  static final String ROW_CHECK = "ExecWithCheckOptions";

  private static final Map<String, String> REMEDIES =
      Map.of(
          "ExecFindPartition",
          "create the partition, or a default one",
          "ExecPartitionCheckEmitError",
          "write to the partitioned table, not to its partition",
          "ReportNotNullViolationError",
          NOT_NULL,
          "CheckCmdReplicaIdentity",
          "let the owner run etl migrate, or alter the table's replica identity to full");

  /** Here it is the constraint that is to be looked at, which is named beside it. */
  private static final Set<String> WITHOUT_REMEDY =
      Set.of(
          ("ExecConstraints ExecEvalConstraintNotNull ExecEvalConstraintCheck domain_check_input"
                  + " _bt_check_unique check_exclusion_or_unique_constraint ri_ReportViolation"
                  + " varchar varchar_input bpchar bpchar_input "
                  + ROW_CHECK)
              .split(" "));

  private static final String NOT_NULL_STATE = "23502";
  private static final String POLICY_STATE = "42501";

  private static final String PROTOCOL_VIOLATION = "08P01";

  /** What pgbouncer says at a login while it waits for its server, or has no room. */
  private static final Pattern POOLER_WAITS =
      Pattern.compile(
          "server login has been failing|cannot connect to server|query_wait_timeout"
              + "|client_login_timeout|no more connections|server conn|server_login_retry"
              + "|shut ?down|shutting down|closed|pause|disconnect|timeout|try again|lookup failed",
          Pattern.CASE_INSENSITIVE);

  private static final String POOLER_REMEDY =
      "; leave that setting out of the URL and PGOPTIONS and give it to the role (alter role ..."
          + " set), or name it in pgbouncer's ignore_startup_parameters, which then ignores it";

  private KnownRefusal() {}

  /** The function in the server's source that has found the error; empty if it is not told. */
  static String routine(SQLException failure) {
    ServerErrorMessage server = server(failure);
    return server == null || server.getRoutine() == null ? "" : server.getRoutine();
  }

  /** What the server says, in its language; empty where that could hold a value. */
  static String words(SQLException failure) {
    return failure != null && isKnown(routine(failure))
        ? server(failure).getMessage().replaceAll("[\\s\\p{Cntrl}]+", " ").strip()
        : "";
  }

  private static boolean isKnown(String routine) {
    return REMEDIES.containsKey(routine) || WITHOUT_REMEDY.contains(routine);
  }

  /** What to do about it; empty where that is not known. */
  static String remedy(SQLException failure) {
    if (failure == null) {
      return "";
    }
    if (isOfPartitionCheck(failure)) {
      return "the table was left half-way to its partitions: run etl migrate --partition again";
    }
    // Servers before 18 find both in one function.
    return switch (failure.getSQLState() == null ? "" : failure.getSQLState()) {
      case NOT_NULL_STATE -> isKnown(routine(failure)) ? NOT_NULL : "";
      case POLICY_STATE ->
          routine(failure).equals(ROW_CHECK)
              ? "change the policy, or the role that etl writes as"
              : "";
      default -> REMEDIES.getOrDefault(routine(failure), "");
    };
  }

  /** Whether a table that stands half-way to its partitions refuses a row. */
  static boolean isOfPartitionCheck(SQLException failure) {
    return CHECK_STATE.equals(failure.getSQLState())
        && server(failure) != null
        && PARTITION_CHECK.equals(server(failure).getConstraint());
  }

  /** What the server has told, in its parts; null if it is not the server's failure. */
  static ServerErrorMessage server(SQLException failure) {
    return failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
  }

  /**
   * Whether the answer to a start-up packet is that of a pooler which will never take what it asks
   * for. A pooler has the same code for a server of its own that is away.
   */
  static boolean isOfPooler(SQLException answer) {
    return PROTOCOL_VIOLATION.equals(answer.getSQLState())
        && server(answer) != null
        && !POOLER_WAITS.matcher(String.valueOf(server(answer).getMessage())).find();
  }

  /** What to do about it, to be added to a message; may be empty. */
  static String poolersRemedy(String words) {
    return words.contains("parameter") ? POOLER_REMEDY : "";
  }
}
