package etl.cli;

import etl.cli.option.LogOptions;
import etl.doctor.RemediableException;
import etl.doctor.Remedy;
import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.environment.TextOrJson;
import etl.event.QueueException;
import etl.event.SanitisedException;
import etl.event.StoreException;
import etl.log.LogLevel;
import etl.masking.KeysException;
import etl.output.OutputException;
import etl.sandbox.SandboxException;
import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The only place where an exception becomes a line on standard error, with its remedy below it, and
 * an exit code. The messages of other libraries' exceptions are not printed: they may quote values.
 */
final class FailureHandler
    implements IParameterExceptionHandler, IExecutionExceptionHandler, UncaughtExceptionHandler {
  /** A URL that may hold a password, as a path or a file's name too. */
  private static final String LOGIN = "[A-Za-z][\\w+.-]*:/\\S*@\\S*";

  private final ProcessContext process;

  FailureHandler(ProcessContext process) {
    this.process = process;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    if (e.getCause() instanceof CommandFailure failure) {
      // A converter knows better what is wrong than that its value is.
      return handle(failure, e.getCommandLine());
    }
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    String message = oneLine(UsageMistake.message(e, args)) + "; see '" + name + " --help'";
    report(name, message, null, ExitCode.USAGE, List.of(), LogOptions.of(e.getCommandLine()));
    return ExitCode.USAGE.number();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return handle(e, command);
  }

  /** A library's thread died. The call that waits for it reports the consequences. */
  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    process.err().println("etl: " + thread.getName() + ": " + unexpected(thrown));
  }

  /** Reports what ended a command, and returns the exit code for it. */
  int handle(Throwable thrown, CommandLine command) {
    if (thrown instanceof OutputException output && output.readerHasGone()) {
      return ExitCode.DONE.number();
    }
    LogOptions options = LogOptions.of(command);
    Optional<ExitCode> known = known(thrown);
    String message = known.isPresent() ? oneLine(thrown.getMessage()) : unexpected(thrown);
    ExitCode code = known.orElse(ExitCode.BUG);
    if (code == ExitCode.BUG) {
      message += " (run it again with --stacktrace to see where)";
    }
    String remedy = remedy(thrown, command).map(Remedy::text).orElse(null);
    List<String> trace = options.stacktrace ? trace(thrown) : List.of();
    report("etl", message, remedy, code, trace, options);
    return code.number();
  }

  private static Optional<Remedy> remedy(Throwable thrown, CommandLine command) {
    return RemediableException.remedyFor(thrown)
        .map(
            known ->
                known.equals(Remedy.NO_QUEUE) && usesSandbox(command)
                    ? Remedy.NO_SANDBOX_QUEUE
                    : known);
  }

  private static boolean usesSandbox(CommandLine command) {
    ParseResult parsed = command.getParseResult();
    return parsed != null && parsed.hasMatchedOption("--sandbox");
  }

  /** The exit code of one of our own exceptions, whose message is safe to show. */
  private static Optional<ExitCode> known(Throwable thrown) {
    if (thrown instanceof QueueException queue) {
      return Optional.of(ExitCode.of(queue.fault()));
    } else if (thrown instanceof StoreException store) {
      return Optional.of(ExitCode.of(store.fault()));
    } else if (thrown instanceof SandboxException sandbox) {
      return Optional.of(ExitCode.of(sandbox.fault()));
    } else if (thrown instanceof CommandFailure failure) {
      return Optional.of(failure.code());
    } else if (thrown instanceof KeysException || thrown instanceof OutputException) {
      return Optional.of(ExitCode.CONFIGURATION);
    }
    return Optional.empty();
  }

  private static String unexpected(Throwable thrown) {
    return causes(thrown).stream().anyMatch(OutOfMemoryError.class::isInstance)
        ? "out of memory: set ETL_JAVA_OPTS=-Xmx512m or more"
        : "unexpected failure: " + thrown.getClass().getName();
  }

  private static String oneLine(String message) {
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.replaceAll(LOGIN, "a URL");
  }

  private void report(
      String name,
      String message,
      String remedy,
      ExitCode code,
      List<String> trace,
      LogOptions options) {
    if (options.logFormat == TextOrJson.JSON) {
      String frames = trace.isEmpty() ? null : String.join("\n", trace);
      options.log(process).log(
          LogLevel.ERROR,
          "failed",
          "message",
          message,
          "remedy",
          remedy,
          "exit_code",
          code.number(),
          "trace",
          frames);
      return;
    }
    PrintStream err = process.err();
    err.println(name + ": " + message);
    if (remedy != null) {
      err.println("     -> " + remedy);
    }
    trace.forEach(err::println);
  }

  private static List<String> trace(Throwable thrown) {
    List<String> lines = new ArrayList<>();
    for (Throwable t : causes(thrown)) {
      String type = t instanceof SanitisedException ? t.getMessage() : t.getClass().getName();
      lines.add((t == thrown ? "" : "caused by ") + type);
      for (StackTraceElement frame : t.getStackTrace()) {
        lines.add("    at " + frame);
      }
    }
    return lines;
  }

  /** A failure and its causes; stops at a cycle. */
  private static List<Throwable> causes(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable t = thrown; t != null && !causes.contains(t); t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }
}
