package etl.cli;

import picocli.CommandLine.Option;

/** Which database. */
final class DatabaseOptions {
  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description = {
        "postgresql://user@host:port/db?sslmode=... or jdbc:postgresql:..., without a password."
            + " Environment: ETL_DATABASE_URL, DATABASE_URL; what they leave open: PGHOST, PGPORT,"
            + " PGDATABASE, PGUSER, PGPASSWORD, PGSSLMODE, PGPASSFILE, then DB_HOST, DB_PORT,"
            + " DB_NAME, DB_USER, DB_PASSWORD. ~/.pgpass is read."
      })
  String databaseUrl;
}
