package etl.cli.option;

import etl.doctor.Remedy;
import etl.environment.CommandFailure;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.event.EventStore;
import etl.event.Fault;
import etl.event.StoreException;
import etl.log.Log;
import etl.log.LogLevel;
import etl.masking.CurrentProtection;
import etl.postgres.Connector;
import etl.postgres.Database;
import etl.postgres.DatabaseSettings;
import etl.postgres.PasswordSource;
import etl.postgres.write.PostgresEventStore;
import etl.sandbox.Sandbox;
import etl.spec.EventSpec;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Which database. */
public final class DatabaseOptions {
  /** The predecessor's variables. Others use these names, too, and for other databases. */
  private static final Set<String> PREDECESSORS =
      Set.of("DB_HOST", "DB_PORT", "DB_NAME", "DB_USER", "DB_PASSWORD");

  /** Those that say which database. */
  private static final List<String> NAMING =
      List.of(
          "ETL_DATABASE_URL",
          "DATABASE_URL",
          "PGSERVICE",
          "PGHOST",
          "PGHOSTADDR",
          "PGPORT",
          "PGDATABASE",
          "PGUSER",
          "DB_HOST",
          "DB_PORT",
          "DB_NAME",
          "DB_USER");

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      converter = NotEmpty.class,
      description = {
        "postgresql://user@host:port/db?sslmode=... or jdbc:postgresql:..., without a password."
            + " Environment: ETL_DATABASE_URL, DATABASE_URL. Parts that the URL does not give come"
            + " from the service (PGSERVICE), then from PGHOST, PGPORT, PGDATABASE, PGUSER,"
            + " PGPASSWORD and libpq's other variables, then from DB_HOST, DB_PORT, DB_NAME,"
            + " DB_USER, DB_PASSWORD, if neither a URL, a service nor PGHOST names the server."
            + " ~/.pgpass is read."
      })
  String databaseUrl;

  @Option(
      names = "--database-auth",
      paramLabel = "HOW",
      description =
          "How to log in: ${COMPLETION-CANDIDATES}. With iam, each login has a new token of Amazon"
              + " RDS for its password, and TLS is required. Environment: ETL_DATABASE_AUTH."
              + " Default: password.")
  DatabaseAuth auth;

  /** The options that were given, with a space before each: no URL is printed. */
  public String given() {
    return (databaseUrl == null ? "" : " --database-url URL")
        + (auth == null ? "" : " --database-auth " + auth);
  }

  /**
   * What these options and the environment say about the database.
   *
   * @throws CommandFailure if the option contains a password: other users can see the command line
   */
  private Connector connector(Environment environment, Log log) {
    if (databaseUrl != null) {
      checkUrl();
    }
    Environment linkless = environment.without(DatabaseOptions::isServiceLink);
    boolean named = DatabaseSettings.nameServer(databaseUrl, linkless::get);
    BiPredicate<String, String> ignored =
        named ? (name, value) -> PREDECESSORS.contains(name) : DatabaseOptions::isServiceLink;
    tellIgnored(
        log,
        "variables",
        environment.names(ignored),
        named ? "the server is named by a URL, a service or PGHOST" : "a service link");
    Environment counting = environment.without(ignored);
    PasswordSource tokens = DatabaseAuth.of(auth, environment).tokens(environment);
    DatabaseSettings settings = DatabaseSettings.from(databaseUrl, counting::get, tokens);
    tellIgnored(log, "parameters", settings.withoutEffect(), "the driver has no such setting");
    return new Connector(
        settings, () -> DatabaseSettings.from(databaseUrl, counting.readAnew()::get, tokens));
  }

  private static void tellIgnored(Log log, String what, Set<String> names, String why) {
    if (!names.isEmpty()) {
      log.log(LogLevel.INFO, "database.ignored", what, String.join(",", names), "because", why);
    }
  }

  /** Kubernetes sets it for a Service named db. */
  private static boolean isServiceLink(String name, String value) {
    return name.equals("DB_PORT") && value.contains("://");
  }

  /** The tables that these options and the environment describe, with so many connections. */
  public PostgresEventStore store(
      Environment environment,
      EventSpec spec,
      CurrentProtection protection,
      int connections,
      Log log) {
    Database pooled = Database.pooled(connector(environment, log), connections);
    return new PostgresEventStore(pooled, spec, protection, notices(log));
  }

  private boolean isNamed(Environment environment) {
    return databaseUrl != null || environment.first(NAMING).isPresent();
  }

  /**
   * Where nothing says which database to use: a drain tries the default once, a follower is told
   * that it is tried.
   *
   * @throws StoreException if a drain has no answer
   */
  public void tryDefault(
      EventStore store, boolean follow, Environment environment, ProcessContext process, Log log) {
    if (isNamed(environment)) {
      return;
    } else if (follow) {
      Environment linkless = environment.without(DatabaseOptions::isServiceLink);
      String target = DatabaseSettings.from(null, linkless::get).target();
      log.say(
          LogLevel.WARN,
          "database",
          "database: none is configured; trying " + target + " until it answers");
      return;
    }
    try {
      store.ping();
    } catch (StoreException e) {
      throw explained(e, environment, process);
    }
  }

  /** The failure, with what to do where nothing says which database to use. */
  public StoreException explained(
      StoreException why, Environment environment, ProcessContext process) {
    boolean tells = why.fault() == Fault.UNAVAILABLE || why.fault() == Fault.DENIED;
    if (isNamed(environment) || !tells) {
      return why;
    }
    String sandbox =
        Sandbox.isThere(process.environment()) ? ", or --sandbox for the sandbox's tables" : "";
    return new StoreException(
        why.fault(),
        why.sqlState(),
        "no database is configured; tried the default: " + why.getMessage(),
        new Remedy("give --database-url or set ETL_DATABASE_URL" + sandbox),
        why);
  }

  /** The database for commands that make one call at a time. */
  public Database open(Environment environment, Log log) {
    return Database.single(connector(environment, log));
  }

  /** Announces what will take long, at level warn. */
  public static Consumer<String> notices(Log log) {
    return notice -> log.say(LogLevel.WARN, "database", "database: " + notice);
  }

  private void checkUrl() {
    try {
      if (DatabaseSettings.hasPassword(databaseUrl)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--database-url: no password on the command line, please: use PGPASSWORD, ~/.pgpass or"
                + " --env-file",
            null);
      }
    } catch (StoreException e) {
      ExitCode code = DatabaseSettings.isUrl(databaseUrl) ? ExitCode.CONFIGURATION : ExitCode.USAGE;
      throw new CommandFailure(code, "--database-url: " + e.getMessage(), null);
    }
  }
}
