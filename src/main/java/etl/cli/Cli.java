package etl.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The whole command line, wired. */
public final class Cli {
  private Cli() {}

  /**
   * Runs one command as this process: nothing in it writes to standard error past the log.
   *
   * @return the exit code
   */
  public static int runProcess(String... args) {
    Shell shell = Shell.ofProcess();
    SilentLogging.install();
    Thread.setDefaultUncaughtExceptionHandler(new FailureHandler(shell));
    return run(shell, args);
  }

  /**
   * Runs one command.
   *
   * @return the exit code
   */
  public static int run(Shell shell, String... args) {
    if (args.length == 1 && args[0].equals(Version.OPTION)) {
      // The one question that needs no model of the commands, which takes longer than the answer.
      new PrintStream(shell.out(), true, StandardCharsets.UTF_8).println(Version.text());
      return ExitCode.DONE.number();
    }
    CommandLine etl = commandLine(shell, args);
    FailureHandler failures = new FailureHandler(shell);
    etl.setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures);
    try {
      return etl.execute(args);
    } catch (RuntimeException | Error e) {
      // What the library lets through, such as an exhausted memory.
      return failures.handle(e, asked(etl));
    }
  }

  /** The command line with every command, for completions and manuals. */
  public static CommandLine commandLine(Shell shell) {
    return commandLine(shell, new String[0]);
  }

  private static CommandLine commandLine(Shell shell, String... args) {
    CommandLine etl = new CommandLine(new EtlCommand());
    Map<String, Supplier<Object>> commands = commands(shell);
    // Only what is asked for is built, for a quick start; a misspelt command needs all the names.
    if (args.length > 0 && commands.containsKey(args[0])) {
      etl.addSubcommand(commands.get(args[0]).get());
    } else {
      commands.values().forEach(command -> etl.addSubcommand(command.get()));
    }
    return etl.setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
  }

  private static CommandLine asked(CommandLine etl) {
    ParseResult parsed = etl.getParseResult();
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed.commandSpec().commandLine();
  }

  private static Map<String, Supplier<Object>> commands(Shell shell) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("consume", () -> new ConsumeCommand(shell));
    commands.put("recover", () -> new RecoverCommand(shell));
    commands.put("audit", () -> new AuditCommand(shell));
    commands.put("forget", () -> new ForgetCommand(shell));
    commands.put("stats", () -> new StatsCommand(shell));
    commands.put("rejects", () -> RejectsCommand.commandLine(shell));
    commands.put("keys", () -> KeysCommand.commandLine(shell));
    commands.put("remask", () -> new RemaskCommand(shell));
    commands.put("doctor", () -> new DoctorCommand(shell));
    commands.put("grants", () -> new GrantsCommand(shell));
    commands.put("migrate", () -> new MigrateCommand(shell));
    return commands;
  }
}
