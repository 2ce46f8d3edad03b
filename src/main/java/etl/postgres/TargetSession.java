package etl.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.postgresql.PGProperty;

/** Which of several servers is wanted, in libpq's words and the driver's. */
final class TargetSession {
  private static final String PARAMETER = "target_session_attrs";

  /** The driver does not look at one server longer while there are others. */
  private static final int CONNECT_SECONDS = 3;

  private static final Map<String, String> DRIVER_WORDS = new LinkedHashMap<>();

  static {
    DRIVER_WORDS.put("any", "any");
    DRIVER_WORDS.put("read-write", "primary");
    DRIVER_WORDS.put("read-only", "secondary");
    DRIVER_WORDS.put("primary", "primary");
    DRIVER_WORDS.put("standby", "secondary");
    DRIVER_WORDS.put("prefer-standby", "preferSecondary");
  }

  /** The driver's own words, and the same of former times. */
  private static final Set<String> DRIVERS =
      Set.of("master", "slave", "secondary", "preferSlave", "preferSecondary", "preferPrimary");

  private TargetSession() {}

  /**
   * The driver's word for a kind of server.
   *
   * @throws etl.event.StoreException if there is no such kind
   */
  static String driverWord(String words) {
    String driverWord = DRIVER_WORDS.getOrDefault(words, DRIVERS.contains(words) ? words : null);
    if (driverWord == null) {
      throw DatabaseUrl.invalid(
          PARAMETER + " is one of " + String.join(", ", DRIVER_WORDS.keySet()));
    }
    return driverWord;
  }

  /**
   * What to ask each server for in turn: where one kind is merely preferred, first for that one.
   *
   * @param properties what the driver is told
   */
  static List<String> rounds(Properties properties) {
    String wanted = PGProperty.TARGET_SERVER_TYPE.getOrDefault(properties);
    return wanted.startsWith("prefer")
        ? List.of(wanted.substring("prefer".length()).toLowerCase(Locale.ROOT), "any")
        : List.of(wanted);
  }

  /** What holds for several servers unless the URL says otherwise: the primary is found soon. */
  static void setDefaults(Properties properties) {
    PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
    PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
  }
}
