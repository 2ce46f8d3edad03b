package etl.environment;

import etl.terminal.SttyTerminal;
import etl.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the world around the program hands to it. Nothing in the command line reads the process's
 * own environment or streams, so that tests need no processes.
 *
 * @param environment the environment's variables
 * @param in standard input
 * @param out standard output, unbuffered and not a {@link PrintStream}, which would hide errors
 * @param err standard error, for everything that is not a result
 * @param clock the time
 * @param outTerminal what standard output leads to
 * @param errTerminal what standard error leads to
 */
public record ProcessContext(
    Map<String, String> environment,
    InputStream in,
    OutputStream out,
    PrintStream err,
    Clock clock,
    Terminal outTerminal,
    Terminal errTerminal) {
  public ProcessContext {
    environment = Map.copyOf(environment);
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(outTerminal, "outTerminal");
    Objects.requireNonNull(errTerminal, "errTerminal");
  }

  /** A shell without a terminal. */
  public ProcessContext(
      Map<String, String> environment,
      InputStream in,
      OutputStream out,
      PrintStream err,
      Clock clock) {
    this(environment, in, out, err, clock, Terminal.NONE, Terminal.NONE);
  }

  /** The shell of this process. */
  public static ProcessContext ofProcess() {
    return new ProcessContext(
        System.getenv(),
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Clock.systemUTC(),
        SttyTerminal.ofOut(),
        SttyTerminal.ofErr());
  }

  /** The same with another standard error. */
  public ProcessContext withErr(PrintStream other) {
    return new ProcessContext(environment, in, out, other, clock, outTerminal, errTerminal);
  }

  /** Whether this is a terminal on which a line can be drawn anew. */
  public boolean redraws(Terminal terminal) {
    String type = environment.getOrDefault("TERM", "");
    return !type.isEmpty() && !type.equals("dumb") && terminal.size().isPresent();
  }

  /** Whether the terminal is told in UTF-8 what to show. */
  public boolean unicode() {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(environment::get)
        .filter(locale -> locale != null && !locale.isEmpty())
        .findFirst()
        .filter(locale -> locale.toLowerCase(Locale.ROOT).matches(".*utf-?8.*"))
        .isPresent();
  }

  /** Never the environment: it may hold passwords. */
  @Override
  public String toString() {
    return "ProcessContext[]";
  }
}
