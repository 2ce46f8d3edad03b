package etl.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGProperty;

/** Which of several servers is wanted, in libpq's words and the driver's. */
final class TargetSession {
  /** The parameter as libpq has it. */
  static final String PARAMETER = "target_session_attrs";

  /** The variable that gives it. */
  static final String VARIABLE = "PGTARGETSESSIONATTRS";

  /** The driver does not look at one server longer while there are others. */
  private static final int CONNECT_SECONDS = 3;

  /** A standby may have become the primary since it was asked. */
  private static final int RECHECK_SECONDS = 1;

  private static final Map<String, String> DRIVER_WORDS = new LinkedHashMap<>();

  static {
    DRIVER_WORDS.put("any", "any");
    DRIVER_WORDS.put("read-write", "primary");
    DRIVER_WORDS.put("read-only", "secondary");
    DRIVER_WORDS.put("primary", "primary");
    DRIVER_WORDS.put("standby", "secondary");
    DRIVER_WORDS.put("prefer-standby", "preferSecondary");
  }

  private TargetSession() {}

  /**
   * Puts the driver's parameter in the place of libpq's.
   *
   * @param variable the value of {@link #VARIABLE}, which counts where the URL has neither
   * @throws etl.event.StoreException if there is no such kind of server
   */
  static void translate(Map<String, String> parameters, Optional<String> variable) {
    String given = parameters.remove(PARAMETER);
    String driverName = PGProperty.TARGET_SERVER_TYPE.getName();
    if (given != null || !parameters.containsKey(driverName)) {
      Optional.ofNullable(given)
          .or(() -> variable)
          .ifPresent(words -> parameters.put(driverName, driverWord(words)));
    }
  }

  private static String driverWord(String words) {
    String driverWord = DRIVER_WORDS.get(words);
    if (driverWord == null) {
      throw DatabaseUrl.invalid(
          PARAMETER + " is one of " + String.join(", ", DRIVER_WORDS.keySet()));
    }
    return driverWord;
  }

  /** What holds for several servers unless the URL says otherwise: the primary is found soon. */
  static void setDefaults(Properties properties) {
    PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
    PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
    PGProperty.HOST_RECHECK_SECONDS.set(properties, RECHECK_SECONDS);
  }
}
