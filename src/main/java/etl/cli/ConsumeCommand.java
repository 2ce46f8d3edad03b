package etl.cli;

import etl.cli.option.DatabaseOptions;
import etl.cli.option.EnvironmentOptions;
import etl.cli.option.FormatOptions;
import etl.cli.option.KeyOptions;
import etl.cli.option.LimitOptions;
import etl.cli.option.MetricsOptions;
import etl.cli.option.ProcessCommand;
import etl.cli.option.ProgressOptions;
import etl.cli.option.QueueOptions;
import etl.cli.option.SpecOptions;
import etl.cli.option.TuningOptions;
import etl.cli.sample.SandboxEvents;
import etl.consume.ConsumeSettings.OnReject;
import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeSummary;
import etl.environment.Closing;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.environment.NativeCryptography;
import etl.event.EventQueue;
import etl.event.EventStore;
import etl.log.Log;
import etl.log.LogLevel;
import etl.masking.CurrentProtection;
import etl.metrics.RunObserver;
import etl.output.DryRunStore;
import etl.output.Output;
import etl.progress.RunDisplay;
import etl.sandbox.SandboxEvent;
import etl.sandbox.SandboxRequest.Purpose;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl consume}: drains the queue into the database, or follows it. */
@Command(
    name = "consume",
    description = {
      "Moves messages from the queue into PostgreSQL: until it is empty, or with --follow until"
          + " stopped.",
      "",
      "Receives, masks, writes, commits, and only then deletes from the queue."
    },
    footer = {
      "  etl consume --sandbox",
      "  etl consume --sandbox --spec orders.json --sandbox-events orders.jsonl",
      "  etl consume --queue-name login-queue --database-url postgresql://etl@db/logins",
      "  etl consume --env-file .env --endpoint-url http://localhost:4566",
      "  etl consume --follow --log-format json",
      "  etl consume --max-duration 10m --format json",
      "  etl consume --dry-run --max-messages 5",
      "  etl consume --dead-letters",
      "",
      "On SIGTERM, SIGINT or SIGHUP it stops receiving, writes and deletes what it has received,"
          + " gives the rest back to the queue and exits with 0. A second signal ends it at once.",
      "",
      "The summary counts deliveries: received = written + duplicates + rejected + left + released,"
          + " and + discarded where the spec discards. Messages per second, while messages came:"
          + " those received, divided by the time from the first of them to the last commit; in"
          + " text, only for 100 messages or more."
    })
final class ConsumeCommand extends ProcessCommand {
  @Option(
      names = "--on-reject",
      paramLabel = "WHAT",
      defaultValue = "quarantine",
      description =
          "What to do with messages that cannot become a row: ${COMPLETION-CANDIDATES}. Quarantine"
              + " writes them to rejected_messages and deletes them; leave keeps them on the queue"
              + " for its redrive policy (default: ${DEFAULT-VALUE}).")
  OnReject onReject;

  @Option(
      names = "--dead-letters",
      description =
          "Consume the queue's dead-letter queue instead, as its redrive policy names it. Messages"
              + " that are already stored count as duplicates.")
  boolean deadLetters;

  @Option(
      names = "--dry-run",
      description =
          "Print the rows as JSON lines, write nothing, and give every message back at the end."
              + " Needs no database. This raises each message's receive count, which a redrive"
              + " policy goes by. Stops at 100 messages unless --max-messages is given.")
  boolean dryRun;

  @Option(
      names = "--delete-after",
      paramLabel = "D",
      defaultValue = "0s",
      description =
          "Delete from the queue only D after the commit, and not at all where the database has"
              + " failed over meanwhile: for databases whose standbys lag. Choose D longer than the"
              + " lag and than a fail-over takes to be noticed. Not for FIFO queues (default:"
              + " ${DEFAULT-VALUE}).")
  Duration deleteAfter;

  @Mixin FormatOptions.Report format = new FormatOptions.Report();

  @Mixin SpecOptions events = new SpecOptions();

  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

  @Mixin SandboxEvents sandboxEvents = new SandboxEvents();

  @ArgGroup(validate = false, heading = "%nWhen to stop:%n")
  LimitOptions limits = new LimitOptions();

  @ArgGroup(validate = false, heading = "%nQueue:%n")
  QueueOptions queue = new QueueOptions();

  @ArgGroup(validate = false, heading = "%nDatabase:%n")
  DatabaseOptions database = new DatabaseOptions();

  @ArgGroup(validate = false, heading = "%nKeys:%n")
  KeyOptions keys = new KeyOptions();

  @ArgGroup(validate = false, heading = "%nTuning:%n")
  TuningOptions tuning = new TuningOptions();

  @ArgGroup(validate = false, heading = "%nMetrics:%n")
  MetricsOptions metrics = new MetricsOptions();

  @Mixin ProgressOptions progress = new ProgressOptions();

  @Override
  public Integer call() {
    try (RunDisplay display = progress.display(process, limits.follow, dryRun, logging.logFormat)) {
      return call(display);
    }
  }

  private int call(RunDisplay display) {
    CompletableFuture<Optional<String>> cryptography = NativeCryptography.load();
    Log log = logging.log(display.process());
    Output out = new Output(process.out());
    List<SandboxEvent> sent = sandboxEvents.read(environment, process, log);
    Purpose purpose = sandboxEvents.purpose(events.isGiven(), limits.follow);
    try (Environment variables = environment.open(display.process(), log, purpose, sent)) {
      EventSpec spec = events.read(variables);
      CurrentProtection protection = keys.open(variables);
      EventParser parser = new EventParser(spec, protection);
      // The queue first, of which nothing is opened yet: should its settings be wrong, there is
      // nothing to be closed.
      EventQueue messages =
          queue.open(
              variables, deadLetters, tuning.sqsClient, spec.attributes(), process.clock(), log);
      // Before the first connection and the first hash: what uses the slower one keeps it.
      cryptography
          .join()
          .ifPresent(why -> log.log(LogLevel.DEBUG, "cryptography.not_native", "why", why));
      EventStore store =
          dryRun
              ? new DryRunStore(spec, out)
              : database.store(
                  queue.inRegion(variables), spec, protection, tuning.writers + 1, log);
      try (RunObserver observer = observer(variables, spec, messages, store, log)) {
        if (!dryRun) {
          database.tryDefault(store, limits.follow, variables, process, log);
        }
        ConsumeReport report =
            new ConsumeReport(format.format, dryRun, () -> KeyOptions.warnUnkeyed(protection, log));
        ConsumeSummary summary =
            new ConsumeRun(
                    ConsumeRun.settings(limits, tuning, onReject, deleteAfter, dryRun),
                    process.clock())
                .consume(messages, store, parser, observer, report, display, log);
        report.print(summary, out, process.err());
        hint(report, summary.counts(), keys.opening(protection));
        if (summary.error() != null) {
          throw summary.error();
        }
      } finally {
        Closing.within(limits.closing(), messages, store);
      }
    }
    return ExitCode.DONE.number();
  }

  /** Null if no metrics are wanted: their classes are not even loaded. */
  private RunObserver observer(
      Environment variables, EventSpec spec, EventQueue messages, EventStore store, Log log) {
    return dryRun ? null : metrics.observe(variables, spec, messages, store, process, log);
  }

  private void hint(ConsumeReport report, ConsumeCounts counts, String opening) {
    Log log = log();
    report
        .hints(counts, environment.sandbox(), environment.given() + database.given(), opening)
        .forEach(hint -> log.say(LogLevel.INFO, "consume.hint", hint));
  }
}
