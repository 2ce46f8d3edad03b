package etl.postgres;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.SanitisedException;
import etl.event.StoreException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postgresql.util.ServerErrorMessage;

/**
 * Classifies failures of the database. The only place that interprets SQLSTATEs and decides which
 * server messages may be passed on: those of data errors may not, as they quote values.
 */
public final class StoreFaults {
  /** What keeps a connection from being made, and what is told of it. */
  private enum Obstacle {
    UNKNOWN_HOST("unknown host", Remedy.DATABASE_UNKNOWN, UnknownHostException.class),
    REFUSED("the connection was refused", Remedy.DATABASE_REFUSED, ConnectException.class),
    TIMED_OUT("timed out", null, SocketTimeoutException.class),
    NOT_VALID(
        "the server's certificate has expired or is not yet valid",
        Remedy.CERTIFICATE_EXPIRED,
        CertificateExpiredException.class,
        CertificateNotYetValidException.class),
    NOT_TRUSTED(
        "the server's certificate is not signed by a trusted authority: see sslrootcert",
        Remedy.DATABASE_NOT_TRUSTED,
        CertPathBuilderException.class,
        CertPathValidatorException.class),
    OTHER_HOST("the server's certificate is for a different host", Remedy.OTHER_HOST),
    /** The driver says which. */
    BAD_FILES(
        null, Remedy.CERTIFICATE_FILES, CertificateException.class, FileNotFoundException.class);

    /**
     * This word is in the driver's message, in any language, if the certificate is for another
     * host.
     */
    private static final String VERIFIER = "hostnameverifier";

    private final String words;
    private final Remedy remedy;
    private final List<Class<?>> causes;

    Obstacle(String words, Remedy remedy, Class<?>... causes) {
      this.words = words;
      this.remedy = remedy;
      this.causes = List.of(causes);
    }

    /** Null if it is none of them. */
    static Obstacle of(SQLException failure) {
      return Arrays.stream(values()).filter(way -> way.isOf(failure)).findFirst().orElse(null);
    }

    private boolean isOf(SQLException failure) {
      for (Throwable t = failure; t != null; t = t.getCause()) {
        Throwable cause = t;
        if (causes.stream().anyMatch(type -> type.isInstance(cause))) {
          return true;
        }
      }
      String message = String.valueOf(failure.getMessage());
      return this == OTHER_HOST && message.toLowerCase(Locale.ROOT).contains(VERIFIER);
    }

    boolean isOfTls() {
      return compareTo(NOT_VALID) >= 0;
    }
  }

  /** What a statement fails with if the tables were altered; 55000 is a deferrable key. */
  private static final Set<String> CHANGED =
      Set.of("42P01", "42P10", "42703", "42804", "0A000", "55000");

  /** The state of a server that takes no writes at the moment. */
  public static final String READ_ONLY = "25006";

  /** How the server cancels a statement that takes too long, and one of a deadlock. */
  private static final Set<String> CANCELLED = Set.of("57014", "40P01");

  private StoreFaults() {}

  /** Translates a failure to connect to a target: host, port and database. */
  static StoreException connecting(String target, SQLException failure) {
    SQLException answer = deepest(failure);
    if (answer != null && KnownRefusal.isOfPooler(answer)) {
      StoreException refused =
          exception(Fault.CONFIGURATION, "cannot connect to the database", target, failure, answer);
      return withHint(refused, KnownRefusal.poolersRemedy(primary(answer)));
    }
    StoreException known = translate("cannot connect to the database", target, failure);
    if (known.fault() != Fault.DATA && known.fault() != Fault.UNEXPECTED) {
      return known;
    }
    // No statement was sent yet, so only the settings can be wrong.
    return exception(
        Fault.CONFIGURATION, "cannot connect to the database", target, failure, failure);
  }

  /**
   * Translates a failure.
   *
   * @param action what was being done, as in "cannot write to the database"
   * @param target host, port and database
   */
  public static StoreException translate(String action, String target, Throwable failure) {
    // The pool wraps what its source of connections has thrown.
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StoreException known) {
        return known;
      }
    }
    SQLException sql = deepest(failure);
    return exception(sql == null ? Fault.UNEXPECTED : fault(sql), action, target, failure, sql);
  }

  /** Says what may be wrong with a login that was refused; any other failure stays as it is. */
  static StoreException login(StoreException failure, String hint) {
    boolean hinted = hint.isEmpty() || failure.getMessage().endsWith(hint);
    return isLoginRefused(failure) && !hinted ? withHint(failure, hint) : failure;
  }

  private static StoreException withHint(StoreException failure, String hint) {
    return failure.retold(failure.fault(), failure.getMessage() + hint);
  }

  /** Whether the server refuses the role or its password, or asks for one that is not there. */
  static boolean isLoginRefused(StoreException failure) {
    return failure.fault() == Fault.DENIED && isOfLogin(failure);
  }

  /** The same, whatever it counts as. */
  static boolean isOfLogin(StoreException failure) {
    return failure.sqlState().startsWith("28") || failure.sqlState().equals("08004");
  }

  private static StoreException exception(
      Fault fault, String action, String target, Throwable failure, SQLException sql) {
    String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    String constraint = fault == Fault.DATA ? constraint(sql) : "";
    String named = constraint.isEmpty() ? "" : ", constraint " + constraint;
    String code = state.isEmpty() ? "" : " (SQLSTATE " + state + named + ")";
    String refusal = fault == Fault.DATA ? KnownRefusal.words(sql) : "";
    String known = KnownRefusal.remedy(sql);
    String words = refusal.isEmpty() ? words(fault, sql) : refusal;
    String message =
        action + " at " + target + ": " + words + code + (known.isEmpty() ? "" : ": " + known);
    boolean unknown = fault == Fault.UNEXPECTED || !known.isEmpty();
    Remedy remedy = unknown ? null : remedy(state, sql);
    return new StoreException(
        fault, state, constraint, refusal, message, remedy, SanitisedException.of(failure));
  }

  private static Remedy remedy(String state, SQLException failure) {
    Obstacle obstacle = Obstacle.of(failure);
    if (obstacle != null && obstacle.remedy != null) {
      return obstacle.remedy;
    }
    boolean noTls = state.equals("08004") && primary(failure).contains("SSL");
    return noTls ? Remedy.NO_TLS : Remedy.ofSqlState(state);
  }

  /** The name of the constraint that refuses a row; a trigger's own exception can name anything. */
  private static String constraint(SQLException failure) {
    ServerErrorMessage server = KnownRefusal.server(failure);
    boolean named =
        server != null && server.getConstraint() != null && failure.getSQLState().startsWith("23");
    return named ? server.getConstraint().replaceAll("\\p{Cntrl}", " ") : "";
  }

  /**
   * Whether a statement that was right when the tables were looked at can be wrong because somebody
   * has changed them since: a table, a column, a unique index is gone or is another.
   */
  public static boolean tablesChanged(StoreException failure) {
    return CHANGED.contains(failure.sqlState());
  }

  /**
   * A failure to write rows, which smaller transactions may not have: a statement timeout, or a
   * deadlock with others who write. Any other failure stays as it is.
   */
  public static StoreException writing(StoreException failure) {
    return failure.fault() == Fault.UNAVAILABLE && CANCELLED.contains(failure.sqlState())
        ? failure.retold(Fault.TOO_LARGE, failure.getMessage())
        : failure;
  }

  // The innermost one: the pool and JDBI wrap it, and quote statements with their arguments.
  private static SQLException deepest(Throwable failure) {
    SQLException found = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
        found = sql;
      }
    }
    return found;
  }

  private static Fault fault(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null) {
      // Only the pool's own exceptions have no state: it timed out or ran out of connections.
      return failure instanceof SQLTransientException ? Fault.UNAVAILABLE : Fault.UNEXPECTED;
    }
    Obstacle obstacle = Obstacle.of(failure);
    if (obstacle != null && obstacle.isOfTls()) {
      return Fault.CONFIGURATION;
    }
    if (KnownRefusal.routine(failure).equals(KnownRefusal.ROW_CHECK)) {
      // A row-level security policy refuses this row, with the state of a missing right.
      return Fault.DATA;
    }
    return switch (state) {
      case "55P03", READ_ONLY, "25P03" -> Fault.UNAVAILABLE;
      // The driver's own: it lacks a password or the requested authentication method.
      case "08004", "42501" -> Fault.DENIED;
      case "55000" -> Fault.CONFIGURATION;
      case KnownRefusal.CHECK_STATE ->
          KnownRefusal.isOfPartitionCheck(failure) ? Fault.UNAVAILABLE : Fault.DATA;
      default ->
          switch (state.substring(0, Math.min(2, state.length()))) {
            case "08", "40", "53", "57", "58" -> Fault.UNAVAILABLE;
            case "28" -> Fault.DENIED;
            case "3D", "3F", "42", "0A" -> Fault.CONFIGURATION;
            // A view's check option or a trigger's exception refuses a row just like a constraint.
            case "22", "23", "44", "54", "P0" -> Fault.DATA;
            default -> Fault.UNEXPECTED;
          };
    };
  }

  private static String words(Fault fault, SQLException failure) {
    return switch (fault) {
      case DATA -> "the database refused the data";
      case UNEXPECTED -> "unexpected failure";
      case UNAVAILABLE, NOT_REPLICATED, TOO_LARGE, DENIED, CONFIGURATION -> {
        Obstacle obstacle = Obstacle.of(failure);
        yield obstacle == null || obstacle.words == null
            ? primary(failure).replaceAll("\\s+", " ").strip()
            : obstacle.words;
      }
    };
  }

  /** The server's primary message, without detail, hint and context. */
  private static String primary(SQLException failure) {
    ServerErrorMessage server = KnownRefusal.server(failure);
    String message = server == null ? failure.getMessage() : server.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
