package etl.cli;

import etl.cli.keys.KeysCommand;
import etl.cli.option.DurationConverter;
import etl.cli.option.ProcessCommand;
import etl.cli.partitions.PartitionsCommand;
import etl.cli.rejects.RejectsCommand;
import etl.cli.spec.SpecCommand;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.environment.Version;
import etl.log.SilentLogging;
import etl.postgres.Connector;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The whole command line, with its commands and error handling. */
public final class Cli {
  private static final int NARROWEST = 60;

  private static final int WIDEST = 120;

  private Cli() {}

  /**
   * Runs one command as this process: nothing in it writes to standard error past the log.
   *
   * @return the exit code
   */
  public static int runProcess(String... args) {
    ProcessContext process = ProcessContext.ofProcess();
    SilentLogging.install();
    Thread.setDefaultUncaughtExceptionHandler(new FailureHandler(process));
    if (args.length > 1 && args[0].equals("recover")) {
      // People wait for it, and it has nothing else to do before it connects.
      Connector.loadDriver();
    }
    return run(process, args);
  }

  /**
   * Runs one command.
   *
   * @return the exit code
   */
  public static int run(ProcessContext process, String... arguments) {
    String[] args = withoutWords(commands().keySet(), arguments);
    if (args.length > 0 && EtlCommand.VERSIONS.contains(args[0])) {
      // Needs no model of the commands, which takes longer to build than the version takes to
      // print.
      new PrintStream(process.out(), true, StandardCharsets.UTF_8).println(Version.text());
      return ExitCode.DONE.number();
    }
    CommandLine etl = commandLine(process, args);
    fit(etl, process, args);
    FailureHandler failures = new FailureHandler(process);
    etl.setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures);
    try {
      return etl.execute(args);
    } catch (RuntimeException | Error e) {
      // What picocli does not hand to the exception handler, such as an OutOfMemoryError.
      return failures.handle(e, asked(etl));
    }
  }

  /** What people type as a word becomes the option that means it: {@code etl help consume}. */
  private static String[] withoutWords(Set<String> names, String... args) {
    if (args.length == 1 && args[0].equals("version")) {
      return new String[] {EtlCommand.VERSION};
    }
    if (args.length == 0 || !args[0].equals("help")) {
      return args;
    }
    List<String> asked = new ArrayList<>(List.of(args).subList(1, args.length));
    // A misspelt command stays one, and is told so.
    if (asked.isEmpty() || names.contains(asked.get(0))) {
      asked.add("--help");
    }
    return asked.toArray(String[]::new);
  }

  /** The command line with every command, for completions and manuals. */
  public static CommandLine commandLine(ProcessContext process) {
    CommandLine etl = commandLine(process, new String[0]);
    etl.getCommandSpec().version(Version.text());
    return etl;
  }

  private static CommandLine commandLine(ProcessContext process, String... args) {
    CommandLine etl = new CommandLine(new EtlCommand());
    Map<String, Supplier<Object>> commands = commands();
    // For a quick start, only the given command is built; a misspelt one needs all the names.
    if (args.length > 0 && commands.containsKey(args[0])) {
      etl.addSubcommand(commands.get(args[0]).get());
    } else {
      commands.values().forEach(command -> etl.addSubcommand(command.get()));
    }
    ProcessCommand.give(process, etl);
    return reading(etl)
        .setExpandAtFiles(false)
        .setOut(new PrintWriter(process.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(process.err(), true, StandardCharsets.UTF_8));
  }

  /** Reads values as all commands take them. */
  static CommandLine reading(CommandLine command) {
    return command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, new DurationConverter())
        .registerConverter(Integer.class, Cli::count)
        .registerConverter(int.class, Cli::count);
  }

  private static Integer count(String text) {
    String digits = text.strip();
    if (!digits.matches("0*[1-9][0-9]{0,8}")) {
      throw new TypeConversionException("not a whole number from 1 to 999999999");
    }
    return Integer.valueOf(digits);
  }

  /** Help as wide as the terminal; without one, the width that the library takes for usual. */
  private static void fit(CommandLine etl, ProcessContext process, String... args) {
    List<String> given = List.of(args);
    if (given.contains("--help") || given.contains("-h")) {
      process
          .outTerminal()
          .size()
          .ifPresent(
              size -> {
                int width = Math.max(NARROWEST, Math.min(WIDEST, size.columns()));
                etl.setUsageHelpAutoWidth(false);
                etl.setUsageHelpWidth(width);
                HelpExamples.fold(etl, width);
              });
    }
  }

  private static CommandLine asked(CommandLine etl) {
    ParseResult parsed = etl.getParseResult();
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed.commandSpec().commandLine();
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("consume", ConsumeCommand::new);
    commands.put("recover", RecoverCommand::new);
    commands.put("audit", AuditCommand::new);
    commands.put("forget", ForgetCommand::new);
    commands.put("stats", StatsCommand::new);
    commands.put("rejects", RejectsCommand::new);
    commands.put("partitions", PartitionsCommand::new);
    commands.put("spec", SpecCommand::new);
    commands.put("keys", KeysCommand::new);
    commands.put("remask", RemaskCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("grants", GrantsCommand::new);
    commands.put("migrate", MigrateCommand::new);
    return commands;
  }
}
