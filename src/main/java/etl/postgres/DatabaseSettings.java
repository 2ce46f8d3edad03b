package etl.postgres;

import etl.event.StoreException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGProperty;

/** Where the database is and how to log in. Its string form contains no password. */
public final class DatabaseSettings {
  private final List<Server> servers;
  private final String database;
  private final Map<String, String> parameters;
  private final Set<String> withoutEffect = new TreeSet<>();
  private final Login login;

  /** By what a role logs in: a password, a file of them, or what makes them; two may be null. */
  private record Login(String user, String password, PasswordFile file, PasswordSource source) {
    /** The role alone. */
    @Override
    public String toString() {
      return user;
    }
  }

  private DatabaseSettings(
      DatabaseUrl url, Function<String, String> environment, PasswordSource passwords) {
    Map<String, String> given = given(url, environment);
    servers = Server.of(given.remove("host"), given.remove("hostaddr"), given.remove("port"));
    database =
        DatabaseUrl.checkName(
            "the database", Optional.ofNullable(given.remove("dbname")).orElse("postgres"));
    String user =
        DatabaseUrl.checkName(
            "the role", Optional.ofNullable(given.remove("user")).orElse("postgres"));
    String password = given.remove("password");
    String file = given.remove("passfile");
    Path path =
        file == null
            ? LibpqFiles.home(environment).resolve(".pgpass")
            : LibpqFiles.named(file, "passfile is no file's name");
    login = new Login(user, password, new PasswordFile(path), passwords);
    if (url.unknown() != null) {
      throw unknown(url.unknown());
    }
    if (passwords != null) {
      TlsSettings.require(given);
    }
    TlsSettings.complete(given, environment);
    Server.checkCertificates(servers, given.get("sslmode"));
    parameters = DriverParameters.of(given);
    given.keySet().stream().filter(Keywords::isWithoutEffect).forEach(withoutEffect::add);
  }

  /**
   * Combines the settings part by part, as libpq does: the URL, then the service, then {@code
   * PGHOST} and the like, then {@code DB_HOST} and the like, then the defaults; it is for the
   * caller to leave {@code DB_HOST} and the like out where {@link #nameServer} holds. An empty
   * variable counts as unset. The password may also come from the password file, which is read when
   * connecting.
   *
   * @param url the {@code --database-url}, or null to look for {@code ETL_DATABASE_URL} and {@code
   *     DATABASE_URL}
   * @param environment returns a variable's value, null if it is unset
   * @throws etl.event.StoreException if the settings are invalid
   */
  public static DatabaseSettings from(String url, Function<String, String> environment) {
    return from(url, environment, null);
  }

  /** The same with passwords made for each login, which encrypts the connection; null for none. */
  public static DatabaseSettings from(
      String url, Function<String, String> environment, PasswordSource passwords) {
    Function<String, String> set =
        name -> {
          String value = environment.apply(name);
          return value == null || value.isEmpty() ? null : value;
        };
    return new DatabaseSettings(parts(url, set), set, passwords);
  }

  private static DatabaseUrl parts(String url, Function<String, String> environment) {
    return first(url, environment, "ETL_DATABASE_URL", "DATABASE_URL")
        .map(DatabaseUrl::parse)
        .orElse(DatabaseUrl.NONE);
  }

  /** What is given by keyword: what comes first counts. */
  private static Map<String, String> given(DatabaseUrl url, Function<String, String> environment) {
    if (url.hosts() != null) {
      // Nothing of a URL is named before it is known to be one.
      Server.of(url.hosts(), null, url.ports());
    }
    Map<String, String> given = new LinkedHashMap<>(url.parameters());
    put(given, "host", url.hosts());
    put(given, "port", url.ports());
    put(given, "dbname", url.database());
    put(given, "user", url.user());
    put(given, "password", url.password());
    String service = first(given.remove("service"), environment, "PGSERVICE").orElse(null);
    String file = first(given.remove("servicefile"), environment, "PGSERVICEFILE").orElse(null);
    if (service != null) {
      LibpqFiles.service(service, file, environment)
          .forEach((keyword, value) -> put(given, keyword, value));
    }
    Keywords.variables()
        .forEach(
            names ->
                names.forEach((keyword, name) -> put(given, keyword, environment.apply(name))));
    return given;
  }

  private static void put(Map<String, String> given, String keyword, String value) {
    if (value != null && !value.isEmpty()) {
      given.putIfAbsent(keyword, value);
    }
  }

  private static StoreException unknown(String name) {
    return name.isEmpty()
        ? DatabaseUrl.notEncoded("a parameter is none of libpq's or pgjdbc's")
        : DatabaseUrl.invalid(
            "neither libpq nor pgjdbc knows the parameter %s; the nearest is %s"
                .formatted(name, Keywords.nearest(name)));
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
        || Stream.of("hostaddr", "service").anyMatch(parts.parameters()::containsKey)
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
    return servers.stream().map(Server::toString).collect(Collectors.joining(",")) + "/" + database;
  }

  public String user() {
    return login.user;
  }

  /** The parameters that are libpq's and that the driver has no use for. */
  public Set<String> withoutEffect() {
    return Set.copyOf(withoutEffect);
  }

  List<Server> servers() {
    return servers;
  }

  /** What the driver is told whichever server it is. */
  Properties parameters() {
    Properties properties = DriverParameters.defaults(servers.size() > 1);
    properties.putAll(parameters);
    return properties;
  }

  /** The same settings, with what the others log in by. */
  DatabaseSettings withLoginOf(DatabaseSettings others) {
    return new DatabaseSettings(this, others.login);
  }

  private DatabaseSettings(DatabaseSettings place, Login login) {
    this.servers = place.servers;
    this.database = place.database;
    this.parameters = place.parameters;
    this.login = login;
  }

  /** Whether these log in by the same as the others, whatever makes passwords. */
  boolean logInLike(DatabaseSettings others) {
    return login.user.equals(others.login.user)
        && Objects.equals(login.password, others.login.password)
        && login.file.equals(others.login.file);
  }

  /**
   * What may be wrong with what is used to log in, for a login that was refused; empty if nothing
   * can be seen. Secrets that are made of files often end with a line break.
   */
  String loginHint() {
    String password = login.source == null ? login.password : null;
    if (password != null && !password.equals(password.stripTrailing())) {
      return "; the password ends with a line break or a space";
    }
    return login.user.equals(login.user.strip())
        ? ""
        : "; the role's name has a line break or a space around it";
  }

  /** The role and the address, without the password. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + user() + "@" + target() + "]";
  }

  /** The driver's URL: only the database, which the driver accepts nowhere else. */
  String driverUrl() {
    return "jdbc:postgresql:" + URLEncoder.encode(database, StandardCharsets.UTF_8);
  }

  /** Everything else that the driver needs to log in to this server. */
  Properties driverProperties(Server server) {
    Properties properties = parameters();
    PGProperty.PG_HOST.set(properties, server.address());
    PGProperty.PG_PORT.set(properties, server.port());
    PGProperty.USER.set(properties, login.user);
    password(server).ifPresent(secret -> PGProperty.PASSWORD.set(properties, secret));
    // The server's error detail quotes rows.
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    return properties;
  }

  private Optional<String> password(Server server) {
    if (login.source != null) {
      return Optional.of(login.source.password(server.plainName(), server.port(), login.user));
    }
    return login.password == null
        ? login.file.find(server, database, login.user)
        : Optional.of(login.password);
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
}
