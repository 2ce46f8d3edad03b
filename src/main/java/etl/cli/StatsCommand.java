package etl.cli;

import etl.event.EventQueue;
import etl.event.EventSpec;
import etl.postgres.Database;
import etl.postgres.TableCounter;
import etl.sandbox.SandboxRequest.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl stats}: how much waits and how much is stored. */
@Command(
    name = "stats",
    description = "Counts the messages of the queue and the rows of the tables.",
    footer = {
      "  etl stats",
      "  etl stats --format json --exact",
      "  etl stats --watch=10",
      "  etl stats --fail-if 'queue.visible>1000' --fail-if 'queue.dead_letter.visible>0'"
    })
final class StatsCommand implements Callable<Integer> {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ReportFormat format;

  @Option(names = "--exact", description = "Count large tables row by row instead of estimating.")
  boolean exact;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      converter = CountConverter.class,
      arity = "0..1",
      fallbackValue = "2",
      description =
          "Repeat every so many seconds until interrupted (${FALLBACK-VALUE} if not said).")
  Integer watch;

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITION",
      description =
          "Exit with 3 if it holds: a number of the JSON form by its path, one of > >= < <= == !=,"
              + " and a number. Can be given again. A count that is null never holds.")
  List<String> failIf = new ArrayList<>();

  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

  @ArgGroup(validate = false, heading = "%nQueue:%n")
  QueueOptions queue = new QueueOptions();

  @ArgGroup(validate = false, heading = "%nDatabase:%n")
  DatabaseOptions database = new DatabaseOptions();

  @Mixin LogOptions logging = new LogOptions();

  @Mixin HelpOption help = new HelpOption();

  private final Shell shell;

  StatsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    EventSpec spec = EventSpec.userLogins();
    List<String> paths = Statistics.paths(spec);
    List<Condition> conditions = failIf.stream().map(c -> Condition.parse(c, paths)).toList();
    try (Environment variables = environment.open(shell, logging.log(shell), Purpose.INSPECT);
        Database connected = database.open(variables);
        EventQueue messages = queue.open(variables, shell.clock())) {
      messages.open();
      TableCounter tables = new TableCounter(connected, spec);
      Statistics last = watched(() -> new Statistics(messages.depth(), tables.count(exact)));
      Map<String, Long> numbers = last.numbers();
      List<Condition> holding = conditions.stream().filter(c -> c.holds(numbers)).toList();
      Log log = logging.log(shell);
      holding.forEach(condition -> log.complain("stats.condition", condition + " holds"));
      return (holding.isEmpty() ? ExitCode.DONE : ExitCode.NOT_SO).number();
    }
  }

  /** Looks and prints once, or again and again until a signal comes. */
  private Statistics watched(Supplier<Statistics> look) {
    Output out = new Output(shell.out());
    if (watch == null) {
      return printed(look.get(), out);
    }
    CountDownLatch stop = new CountDownLatch(1);
    return Signals.stopping(
        stop::countDown,
        () -> {
          Statistics last = printed(look.get(), out);
          while (!stopped(stop)) {
            last = printed(look.get(), out);
          }
          return last;
        });
  }

  private Statistics printed(Statistics statistics, Output out) {
    boolean json = format == ReportFormat.JSON;
    out.line(json ? StatisticsPrinter.json(statistics) : StatisticsPrinter.text(statistics));
    out.flush();
    return statistics;
  }

  private boolean stopped(CountDownLatch stop) {
    try {
      return stop.await(watch, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
