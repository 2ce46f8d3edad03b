package etl.cli.option;

import etl.doctor.Remedy;
import etl.environment.Environment;
import etl.environment.ProcessContext;
import etl.event.EventStore;
import etl.event.Fault;
import etl.event.StoreException;
import etl.log.Log;
import etl.log.LogLevel;
import etl.sandbox.Sandbox;
import java.util.List;

/** What is told where nothing says which database to use, and the default is tried. */
final class NoDatabase {
  private static final List<String> VARIABLES =
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

  private NoDatabase() {}

  static boolean namedBy(Environment environment) {
    return environment.first(VARIABLES).isPresent();
  }

  /** The failure, with what to do where the default database was tried and cannot be used. */
  static StoreException explained(StoreException why, ProcessContext process) {
    if (why.fault() != Fault.UNAVAILABLE && why.fault() != Fault.DENIED) {
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

  /** A drain waits for no database that nobody has named; a follower says which one it tries. */
  static void tried(
      EventStore store, boolean follow, String target, ProcessContext process, Log log) {
    if (follow) {
      log.say(
          LogLevel.WARN,
          "database",
          "database: none is configured; trying " + target + " until it answers");
      return;
    }
    try {
      store.ping();
    } catch (StoreException e) {
      throw explained(e, process);
    }
  }
}
