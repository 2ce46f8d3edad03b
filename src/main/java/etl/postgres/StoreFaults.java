package etl.postgres;

import etl.event.Fault;
import etl.event.StoreException;
import etl.event.TraceOnly;
import java.io.FileNotFoundException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.List;

/**
 * Says what a failure of the database means. The only place that looks at SQLSTATEs, and the only
 * one that decides which of the server's words may be passed on: those of data errors may not, as
 * they quote values.
 */
final class StoreFaults {
  private static final List<Class<? extends Throwable>> TLS_SETTINGS =
      List.of(
          CertificateException.class,
          CertPathBuilderException.class,
          CertPathValidatorException.class,
          FileNotFoundException.class);

  private StoreFaults() {}

  /**
   * Translates a failure.
   *
   * @param action what was being done, as in "cannot write to the database"
   * @param target host, port and database
   */
  static StoreException translate(String action, String target, Throwable failure) {
    if (failure instanceof StoreException known) {
      return known;
    }
    SQLException sql = deepest(failure);
    if (sql == null) {
      return new StoreException(
          Fault.UNEXPECTED,
          "",
          message(action, target, "", "unexpected failure"),
          TraceOnly.of(failure));
    }
    String state = sql.getSQLState() == null ? "" : sql.getSQLState();
    Fault fault = wrongTls(sql) ? Fault.CONFIGURATION : fault(state);
    return new StoreException(
        fault, state, message(action, target, state, words(fault, sql)), TraceOnly.of(failure));
  }

  private static Fault fault(String state) {
    return switch (state) {
      case "55P03", "25006" -> Fault.UNAVAILABLE;
      // The driver's own: it has no password, or not the way to log in that is asked for.
      case "08004", "42501" -> Fault.REFUSED;
      default ->
          switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08", "40", "53", "57", "58" -> Fault.UNAVAILABLE;
            case "28" -> Fault.REFUSED;
            case "3D", "3F", "42", "0A" -> Fault.CONFIGURATION;
            case "22", "23", "54" -> Fault.DATA;
            default -> Fault.UNEXPECTED;
          };
    };
  }

  // The innermost one: pool and JDBI wrap it, and quote statements with their arguments.
  private static SQLException deepest(Throwable failure) {
    SQLException found = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
        found = sql;
      }
    }
    return found;
  }

  private static boolean wrongTls(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (TLS_SETTINGS.stream().anyMatch(t.getClass()::equals)) {
        return true;
      }
    }
    return false;
  }

  private static String words(Fault fault, SQLException sql) {
    return switch (fault) {
      case DATA -> "the database refuses the data";
      case UNEXPECTED -> "unexpected failure";
      case UNAVAILABLE, REFUSED, CONFIGURATION -> sql.getMessage().replaceAll("\\s+", " ").strip();
    };
  }

  private static String message(String action, String target, String state, String words) {
    String code = state.isEmpty() ? "" : " (SQLSTATE " + state + ")";
    return action + " at " + target + ": " + words + code;
  }
}
