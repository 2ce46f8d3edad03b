package etl.cli;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.SpecOptions;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.output.Output;
import etl.postgres.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl migrate}: brings the tables up to date. */
@Command(
    name = "migrate",
    description = {
      "Creates the tables, or alters them to the shape that this version needs.",
      "",
      "Where the spec wants a table partitioned, makes the partitions of the next 7 days or 3"
          + " months, and moves rows of the default partition to those that they belong to: run it"
          + " once a day.",
      "",
      "For the owner of a database in which consumers have no right to alter tables. Changes"
          + " nothing if the tables are up to date."
    },
    footer = {
      "  etl migrate --database-url postgresql://owner@db/logins",
      "  etl migrate --env-file owner.env",
      "  etl migrate --partition --dry-run --spec visits.json"
    })
final class MigrateCommand extends DatabaseCommand {
  @Option(
      names = "--partition",
      description = {
        "Partition existing tables too, where the spec wants that: without rewriting a row, while"
            + " consumers run. Says first what it will do; if it is interrupted, the next call"
            + " goes on."
      })
  boolean partition;

  @Option(
      names = "--dry-run",
      description = "With --partition: only print what it would do, and what is in the way.")
  boolean dryRun;

  @Mixin SpecOptions events = new SpecOptions();

  @Override
  public Integer call() {
    if (dryRun && !partition) {
      throw misuse("--dry-run goes with --partition");
    }
    with(this::migrate);
    return ExitCode.DONE.number();
  }

  private Void migrate(Environment variables, Database database) {
    Output out = new Output(process.out());
    new TableMigration(
            database,
            events.read(variables),
            notices(),
            phrase -> {
              // What is done is told even if the next step fails.
              out.line(phrase);
              out.flush();
            })
        .run(partition, dryRun);
    return null;
  }
}
