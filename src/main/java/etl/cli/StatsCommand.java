package etl.cli;

import etl.cli.option.DatabaseOptions;
import etl.cli.option.EnvironmentOptions;
import etl.cli.option.ProcessCommand;
import etl.cli.option.QueueOptions;
import etl.cli.option.SpecOptions;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.event.EventQueue;
import etl.event.StoreException;
import etl.log.Log;
import etl.output.Output;
import etl.postgres.Database;
import etl.postgres.count.TableCounter;
import etl.postgres.count.TableCounts;
import etl.sandbox.SandboxRequest.Purpose;
import etl.spec.EventSpec;
import etl.sqs.SqsSettings.Client;
import etl.stats.Condition;
import etl.stats.Statistics;
import etl.stats.StatisticsFormat;
import etl.stats.StatisticsPrinter;
import etl.stats.StatisticsWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl stats}: how many messages wait and how many rows are stored. */
@Command(
    name = "stats",
    description = {
      "Shows how many messages are on the queue and how many rows are in the tables.",
      "",
      "Takes no --keys: it counts masks and reads no original."
    },
    footer = {
      "  etl stats",
      "  etl stats --format json --exact",
      "  etl stats --watch=10",
      "  etl stats --format prometheus >etl.prom",
      "  etl stats --fail-if 'queue.visible>1000' --fail-if 'queue.dead_letter.visible>0'",
      "  etl stats --fail-if 'database.tables.user_logins.rows<1'",
      "",
      "Rates with --watch: 'in' is the growth of the queue plus what was stored; 'stored' is new"
          + " rows and new rejected messages, from all consumers. Where a message may become several"
          + " rows or none, 'in' and the lag are unknown. SQS does not tell how old its"
          + " messages are, so the lag is an estimate: how long a message that arrives now would"
          + " wait behind all others. 'Empty in' is projected from how the queue shrank in the last"
          + " minute. Amazon's counts are approximate and up to a minute old."
    })
final class StatsCommand extends ProcessCommand {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  StatisticsFormat format;

  @Option(
      names = "--exact",
      description =
          "Count every row of large tables. By default, rows of large tables are estimated to"
              + " within a few percent, and distinct values from the mappings; without the right to"
              + " read the mappings, the estimate of distinct values can be far off.")
  boolean exact;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = "2",
      description =
          "Repeat every SECONDS seconds (default: ${FALLBACK-VALUE}) until interrupted, with rates"
              + " since the previous count: in place on a terminal, otherwise one line each.")
  Integer watch;

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITION",
      description =
          "Exit with 3 if CONDITION is true: the path of a number in the JSON output, one of > >= <"
              + " <= == !=, and a number. Can be repeated. Never true for a null count.")
  List<String> failIf = new ArrayList<>();

  @Mixin SpecOptions events = new SpecOptions();

  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

  @ArgGroup(validate = false, heading = "%nQueue:%n")
  QueueOptions queue = new QueueOptions();

  @ArgGroup(validate = false, heading = "%nDatabase:%n")
  DatabaseOptions database = new DatabaseOptions();

  @Override
  public Integer call() {
    Log log = log();
    try (Environment variables = environment.open(process, log, Purpose.INSPECT, List.of())) {
      EventSpec spec = events.read(variables);
      List<String> paths = Statistics.paths(spec);
      return call(
          variables, spec, failIf.stream().map(c -> Condition.parse(c, paths)).toList(), log);
    }
  }

  private int call(Environment variables, EventSpec spec, List<Condition> conditions, Log log) {
    try (Database connected = database.open(queue.inRegion(variables), log);
        EventQueue messages =
            queue.open(variables, false, Client.SDK, Set.of(), process.clock(), log)) {
      messages.open();
      TableCounter tables = new TableCounter(connected, spec);
      Supplier<Statistics> look = () -> new Statistics(messages.depth(), count(tables, variables));
      Statistics last =
          watch == null
              ? printed(look.get())
              : new StatisticsWatch(process, format, watch, spec).run(look);
      Map<String, Long> numbers = last.numbers();
      List<Condition> holding = conditions.stream().filter(c -> c.holds(numbers)).toList();
      holding.forEach(condition -> log.complain("stats.condition", condition + " holds"));
      return (holding.isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED).number();
    }
  }

  private TableCounts count(TableCounter tables, Environment variables) {
    try {
      return tables.count(exact);
    } catch (StoreException e) {
      throw database.explained(e, variables, process);
    }
  }

  private Statistics printed(Statistics statistics) {
    String text =
        switch (format) {
          case TEXT -> StatisticsPrinter.text(statistics);
          case JSON -> StatisticsPrinter.json(statistics);
          case PROMETHEUS -> StatisticsPrinter.prometheus(statistics);
        };
    Output.print(text + '\n', process);
    return statistics;
  }
}
