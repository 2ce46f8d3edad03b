package etl.postgres;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postgresql.PGProperty;

/** The settings in the driver's names and words. */
final class DriverParameters {
  private static final Set<PGProperty> CLASSES =
      Set.of(
          PGProperty.SOCKET_FACTORY,
          PGProperty.SSL_FACTORY,
          PGProperty.SSL_HOSTNAME_VERIFIER,
          PGProperty.SSL_PASSWORD_CALLBACK,
          PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME);

  private static final String BOOLEANS = "false true";
  private static final String NUMBER = "-?[0-9.]{1,9}";

  private DriverParameters() {}

  /** Translates what is given by libpq's keywords or by the driver's names, or refuses it. */
  static Map<String, String> of(Map<String, String> given) {
    Map<String, String> parameters = new LinkedHashMap<>();
    given.forEach(
        (keyword, value) -> {
          Keywords.requireSupported(keyword);
          String words = words(keyword, value.strip());
          // Our own sockets read some that the driver does not know.
          String name = Keywords.driverName(keyword).orElse(keyword);
          check(name, words);
          parameters.put(name, words);
        });
    Optional.ofNullable(given.get("fallback_application_name"))
        .ifPresent(n -> parameters.putIfAbsent(PGProperty.APPLICATION_NAME.getName(), n));
    return parameters;
  }

  private static String words(String keyword, String value) {
    return switch (keyword) {
      case "target_session_attrs" ->
          choice(
              keyword,
              value,
              "any=any read-write=primary read-only=secondary primary=primary standby=secondary"
                  + " prefer-standby=preferSecondary",
              // Some of them are of former times.
              "master slave secondary preferSlave preferSecondary preferPrimary");
      case "load_balance_hosts" -> choice(keyword, value, "disable=false random=true", BOOLEANS);
      case "keepalives" -> choice(keyword, value, "0=false 1=true", BOOLEANS);
      // The driver takes a negative time for an error, and libpq for none.
      case "connect_timeout" -> value.startsWith("-") ? "0" : value;
      case "client_encoding" -> {
        if (!value.replaceAll("[_-]", "").matches("(?i)utf8|unicode|auto")) {
          throw DatabaseUrl.invalid("client_encoding can only be UTF8");
        }
        yield value;
      }
      default -> value;
    };
  }

  /** The driver's word, by pairs of libpq's words and the driver's, or one of the driver's own. */
  private static String choice(String keyword, String value, String pairs, String driversOwn) {
    Map<String, String> words = Keywords.map(pairs);
    String own = Set.of(driversOwn.split(" ")).contains(value) ? value : null;
    String word = words.getOrDefault(value, own);
    if (word == null) {
      throw DatabaseUrl.invalid(keyword + " is one of " + String.join(", ", words.keySet()));
    }
    return word;
  }

  /** The driver would quote a wrong value, and take some of them for an outage. */
  private static void check(String name, String value) {
    PGProperty known = PGProperty.forName(name);
    if (known == null) {
      return;
    }
    String[] choices = known.getChoices();
    String usual = String.valueOf(known.getDefaultValue());
    // The version of the protocol is a number, too, of which one choice is told.
    boolean chosen = choices != null && choices.length > 1;
    if (chosen && !Arrays.stream(value.split(",")).allMatch(v -> isOneOf(choices, v))) {
      throw DatabaseUrl.invalid(known.getName() + " is one of " + String.join(", ", choices));
    } else if (CLASSES.contains(known) && !value.matches("\\w+(\\.\\w+)+")) {
      throw DatabaseUrl.invalid(known.getName() + " is a Java class with its package");
    } else if (usual.matches(NUMBER) && !value.matches(NUMBER)) {
      throw DatabaseUrl.invalid(known.getName() + " is a number");
    }
  }

  private static boolean isOneOf(String[] choices, String value) {
    return Arrays.stream(choices).anyMatch(value.strip()::equalsIgnoreCase);
  }

  /** What holds unless the settings say otherwise. */
  static Properties defaults(boolean several) {
    Properties properties = new Properties();
    PGProperty.APPLICATION_NAME.set(properties, "etl");
    PGProperty.CONNECT_TIMEOUT.set(properties, 10);
    // Detects a server that died without closing the connection.
    PGProperty.SOCKET_TIMEOUT.set(properties, 60);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // Named prepared statements break behind a connection pooler, and bring nothing for statements
    // this big.
    PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    if (several) {
      // The primary is found soon: the driver does not look at one server longer.
      PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
      PGProperty.CONNECT_TIMEOUT.set(properties, 3);
    }
    return properties;
  }

  /**
   * What to ask each server for in turn: where one kind is merely preferred, first for that one.
   */
  static List<String> rounds(Properties properties) {
    String wanted = PGProperty.TARGET_SERVER_TYPE.getOrDefault(properties);
    return wanted.startsWith("prefer")
        ? List.of(wanted.substring("prefer".length()).toLowerCase(Locale.ROOT), "any")
        : List.of(wanted);
  }
}
