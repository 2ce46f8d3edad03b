package etl.postgres;

import etl.event.StoreException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postgresql.PGEnvironment;
import org.postgresql.PGProperty;

/** Where the database is and how to log in. Its string form contains no password. */
public final class DatabaseSettings {
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  // libpq's names for some of the driver's settings.
  private static final Map<String, String> DRIVER_NAMES =
      Map.of(
          "connect_timeout", PGProperty.CONNECT_TIMEOUT.getName(),
          "application_name", PGProperty.APPLICATION_NAME.getName());

  private static final Set<PGProperty> CLASSES =
      Set.of(
          PGProperty.SOCKET_FACTORY,
          PGProperty.SSL_FACTORY,
          PGProperty.SSL_HOSTNAME_VERIFIER,
          PGProperty.SSL_PASSWORD_CALLBACK,
          PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME);

  private static final String NUMBER = "-?[0-9.]{1,9}";

  private final String hosts;
  private final String ports;
  private final String database;
  private final String user;
  private final String password;
  private final String passwordFile;
  private final Map<String, String> parameters;

  private DatabaseSettings(DatabaseUrl url, Function<String, String> environment) {
    hosts =
        DatabaseUrl.checkHosts(
            first(url.hosts(), environment, "PGHOST", "DB_HOST").orElse("localhost"));
    ports = checkPorts(first(url.ports(), environment, "PGPORT", "DB_PORT").orElse(""), hosts);
    database =
        DatabaseUrl.checkName(
            "the database",
            first(url.database(), environment, "PGDATABASE", "DB_NAME").orElse("postgres"));
    user =
        DatabaseUrl.checkName(
            "the role", first(url.user(), environment, "PGUSER", "DB_USER").orElse("postgres"));
    password = first(url.password(), environment, "PGPASSWORD", "DB_PASSWORD").orElse(null);
    passwordFile = first(null, environment, "PGPASSFILE").orElse(null);
    parameters = new LinkedHashMap<>();
    url.parameters()
        .forEach((name, value) -> parameters.put(DRIVER_NAMES.getOrDefault(name, name), value));
    first(parameters.get("sslmode"), environment, "PGSSLMODE")
        .ifPresent(mode -> parameters.put("sslmode", checkSslMode(mode)));
    TargetSession.translate(parameters, first(null, environment, TargetSession.VARIABLE));
    parameters.forEach(DatabaseSettings::checkParameter);
  }

  /**
   * Combines the settings part by part: the URL, then {@code PGHOST} and the like, then {@code
   * DB_HOST} and the like, then the defaults; it is for the caller to leave those out where {@link
   * #nameServer} holds. An empty variable counts as unset. The password may also come from the
   * password file, which is read when connecting.
   *
   * @param url the {@code --database-url}, or null to look for {@code ETL_DATABASE_URL} and {@code
   *     DATABASE_URL}
   * @param environment returns a variable's value, null if it is unset
   * @throws etl.event.StoreException if the settings are invalid
   */
  public static DatabaseSettings from(String url, Function<String, String> environment) {
    return new DatabaseSettings(parts(url, environment), environment);
  }

  private static DatabaseUrl parts(String url, Function<String, String> environment) {
    return first(url, environment, "ETL_DATABASE_URL", "DATABASE_URL")
        .map(DatabaseUrl::parse)
        .orElse(DatabaseUrl.NONE);
  }

  /**
   * Whether the URL, a service or {@code PGHOST} names the server.
   *
   * @param url as in {@link #from}
   * @throws etl.event.StoreException if the URL is invalid
   */
  public static boolean nameServer(String url, Function<String, String> environment) {
    DatabaseUrl parts = parts(url, environment);
    return parts.hosts() != null
        || Stream.of("host", "hostaddr", "service").anyMatch(parts.parameters()::containsKey)
        || first(null, environment, "PGSERVICE", "PGHOST", "PGHOSTADDR").isPresent();
  }

  /** Whether a password stands in the URL, or may do so, since it is none that can be read. */
  public static boolean mayHoldPassword(String url) {
    try {
      return hasPassword(url);
    } catch (StoreException e) {
      return true;
    }
  }

  /** Whether it begins as a database URL does, whatever is wrong with the rest. */
  public static boolean isUrl(String text) {
    return DatabaseUrl.withoutScheme(text) != null;
  }

  /**
   * Whether the URL contains a password, which is refused on the command line.
   *
   * @throws etl.event.StoreException if it is not a database URL
   */
  public static boolean hasPassword(String url) {
    DatabaseUrl parts = DatabaseUrl.parse(url);
    // sslpassword decrypts the client's own key file.
    return parts.password() != null || parts.parameters().containsKey("sslpassword");
  }

  /** The address for messages: {@code host:port/database}. */
  public String target() {
    String[] host = hosts.split(",");
    String[] port = ports.split(",");
    StringBuilder places = new StringBuilder();
    for (int i = 0; i < host.length; i++) {
      places.append(i == 0 ? "" : ",").append(host[i]).append(':').append(port[i]);
    }
    return places + "/" + database;
  }

  /** The role that logs in. */
  public String user() {
    return user;
  }

  /**
   * What may be wrong with what is used to log in, for a login that was refused; empty if nothing
   * can be seen. Secrets that are made of files often end with a line break.
   */
  String loginHint() {
    if (password != null && !password.equals(password.stripTrailing())) {
      return "; the password ends with a line break or a space";
    }
    return user.equals(user.strip())
        ? ""
        : "; the role's name has a line break or a space around it";
  }

  /** The role and the address, without the password. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + user + "@" + target() + "]";
  }

  /** The driver's URL: only the database, which the driver accepts nowhere else. */
  String driverUrl() {
    return "jdbc:postgresql:" + URLEncoder.encode(database, StandardCharsets.UTF_8);
  }

  /** Everything else that the driver needs. */
  Properties driverProperties() {
    Properties properties = new Properties();
    PGProperty.APPLICATION_NAME.set(properties, "etl");
    PGProperty.CONNECT_TIMEOUT.set(properties, 10);
    // Detects a server that died without closing the connection.
    PGProperty.SOCKET_TIMEOUT.set(properties, 60);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // Named prepared statements break behind a connection pooler, and bring nothing for statements
    // this big.
    PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    if (hosts.contains(",")) {
      TargetSession.setDefaults(properties);
    }
    properties.putAll(parameters);
    PGProperty.PG_HOST.set(properties, hosts);
    PGProperty.PG_PORT.set(properties, ports);
    PGProperty.USER.set(properties, user);
    if (password != null) {
      PGProperty.PASSWORD.set(properties, password);
    }
    // The server's error detail quotes rows.
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    return properties;
  }

  /** Tells the driver which password file to use, if the settings name one. */
  void announcePasswordFile() {
    if (passwordFile != null) {
      System.setProperty(PGEnvironment.ORG_POSTGRESQL_PGPASSFILE.getName(), passwordFile);
    }
  }

  private static Optional<String> first(
      String own, Function<String, String> environment, String... names) {
    if (own != null && !own.isEmpty()) {
      return Optional.of(own);
    }
    return Arrays.stream(names)
        .map(environment)
        .filter(value -> value != null && !value.isEmpty())
        .findFirst();
  }

  private static String checkPorts(String ports, String hosts) {
    String[] given = ports.split(",", -1);
    int wanted = hosts.split(",", -1).length;
    if (given.length != 1 && given.length != wanted) {
      throw DatabaseUrl.invalid("give one port, or one per host");
    }
    return IntStream.range(0, wanted)
        .mapToObj(i -> checkPort(given[given.length == 1 ? 0 : i]))
        .collect(Collectors.joining(","));
  }

  private static String checkPort(String port) {
    if (port.isEmpty()) {
      return "5432";
    }
    if (!port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > 65535) {
      throw DatabaseUrl.notEncoded("a port must be a number from 1 to 65535");
    }
    return port;
  }

  /** The driver would quote a wrong value, and take some of them for an outage. */
  private static void checkParameter(String name, String value) {
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

  private static String checkSslMode(String mode) {
    if (!SSL_MODES.contains(mode)) {
      throw DatabaseUrl.invalid(
          "sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full");
    }
    return mode;
  }
}
