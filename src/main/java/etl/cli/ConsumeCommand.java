package etl.cli;

import etl.consume.ConsumeListener;
import etl.consume.ConsumeOutcome;
import etl.consume.ConsumeSettings;
import etl.consume.ConsumeSettings.OnReject;
import etl.consume.Consumer;
import etl.event.ConsumeSummary;
import etl.event.EventParser;
import etl.event.EventQueue;
import etl.event.EventSpec;
import etl.event.EventStore;
import etl.masking.CurrentProtection;
import etl.sandbox.SandboxRequest.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl consume}: drains the queue into the database, or follows it. */
@Command(
    name = "consume",
    description = {
      "Drains the queue into PostgreSQL, or follows it.",
      "",
      "Receives, masks, writes, commits, and only then deletes from the queue."
    },
    footer = {
      "  etl consume --sandbox",
      "  etl consume --queue-name login-queue --database-url postgresql://etl@db/logins",
      "  etl consume --env-file .env --endpoint-url http://localhost:4566",
      "  etl consume --follow --log-format json",
      "  etl consume --max-duration 10m --format json",
      "  etl consume --dry-run --max-messages 5",
      "  etl consume --dead-letters",
      "",
      "SIGTERM, SIGINT or SIGHUP: stops receiving, finishes what is in hand, gives back the rest"
          + " and exits with 0; a second one ends it at once.",
      "",
      "The summary counts deliveries: received = written + duplicates + rejected + left + released."
          + " Messages per second are those received over the time from the first of them to the"
          + " last commit."
    })
final class ConsumeCommand implements Callable<Integer> {
  @Option(
      names = "--on-reject",
      paramLabel = "WHAT",
      defaultValue = "quarantine",
      description =
          "Messages that cannot become a row: ${COMPLETION-CANDIDATES}. Quarantine writes them to"
              + " rejected_messages and deletes them; leave is for the queue's redrive policy"
              + " (default: ${DEFAULT-VALUE}).")
  OnReject onReject;

  @Option(
      names = "--dead-letters",
      description =
          "Consume the queue's dead-letter queue instead, which its redrive policy names. Messages"
              + " that are stored already are duplicates.")
  boolean deadLetters;

  @Option(
      names = "--dry-run",
      description =
          "Print the rows as JSON lines, write nothing, and give every message back at the end."
              + " Needs no database. It costs each message a receive, which counts towards a"
              + " redrive policy. Stops at 100 messages unless --max-messages says otherwise.")
  boolean dryRun;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "The summary on standard output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ReportFormat format;

  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

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

  @Mixin LogOptions logging = new LogOptions();

  @Mixin HelpOption help = new HelpOption();

  private final Shell shell;

  ConsumeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (RunDisplay display = progress.display(shell, limits.follow, dryRun, logging.logFormat)) {
      return call(display);
    }
  }

  private int call(RunDisplay display) {
    Log log = logging.log(display.shell());
    Output out = new Output(shell.out());
    EventSpec spec = EventSpec.userLogins();
    try (Environment variables = environment.open(display.shell(), log, purpose())) {
      CurrentProtection protection = keys.open(variables, log);
      EventStore store =
          dryRun
              ? new DryRunStore(spec, out)
              : database.store(variables, spec, protection, tuning.writers + 1, log);
      EventQueue messages =
          deadLetters
              ? queue.openDeadLetters(variables, shell.clock())
              : queue.open(variables, shell.clock());
      EventParser parser = new EventParser(spec, protection);
      try (RunObserver observer = observer(variables, messages, store, log)) {
        ConsumeOutcome outcome = consume(messages, store, parser, observer, display, log);
        print(outcome.summary(), out);
        outcome.failure().ifPresent(ConsumeCommand::rethrow);
      } finally {
        Closing.within(limits.closing(), messages, store);
      }
    }
    return ExitCode.DONE.number();
  }

  private Purpose purpose() {
    return limits.follow ? Purpose.FOLLOW : Purpose.DRAIN;
  }

  /** Null where nobody asks for metrics: their classes are not even loaded. */
  private RunObserver observer(
      Environment variables, EventQueue messages, EventStore store, Log log) {
    return dryRun ? null : metrics.observe(variables, messages, store, shell, log);
  }

  private ConsumeOutcome consume(
      EventQueue messages,
      EventStore store,
      EventParser parser,
      RunObserver observer,
      RunDisplay display,
      Log log) {
    try (display;
        LimitedLog limited = new LimitedLog(log, shell.clock())) {
      List<ConsumeListener> listeners = new ArrayList<>();
      listeners.add(new LogListener(log, limited));
      listeners.addAll(
          display.listeners(limits.follow ? null : messages, limits.messages(dryRun), log));
      if (observer != null) {
        listeners.addAll(observer.listeners());
      }
      Consumer consumer = new Consumer(messages, store, parser, settings(), new FanOut(listeners));
      return display.during(() -> Signals.stopping(consumer::stop, consumer::run));
    }
  }

  private ConsumeSettings settings() {
    return new ConsumeSettings(
        limits.follow,
        limits.messages(dryRun),
        limits.duration(),
        limits.idle,
        onReject,
        dryRun,
        limits.outageLimit,
        limits.shutdownTimeout.minus(limits.closing()),
        tuning.receivers,
        tuning.writers,
        tuning.batchSize,
        tuning.linger,
        tuning.memory());
  }

  private void print(ConsumeSummary summary, Output out) {
    if (format == ReportFormat.JSON) {
      out.line(SummaryPrinter.json(summary));
    } else if (dryRun) {
      // Standard output is for the rows.
      shell.err().println(SummaryPrinter.text(summary));
    } else {
      out.line(SummaryPrinter.text(summary));
    }
    out.flush();
  }

  private static void rethrow(RuntimeException failure) {
    throw failure;
  }
}
