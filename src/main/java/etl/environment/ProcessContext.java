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
 * The process's environment, streams and clock. No command reads them from anywhere else, so that
 * tests need no processes.
 *
 * @param out standard output, unbuffered; not a {@link PrintStream}, which would swallow errors
 * @param err standard error, for everything that is not a result
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

  /** The context of this process. */
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

  /** Whether this is a terminal on which a line can be redrawn. */
  public boolean redraws(Terminal terminal) {
    String type = environment.getOrDefault("TERM", "");
    return !type.isEmpty() && !type.equals("dumb") && terminal.size().isPresent();
  }

  /** Whether people read standard output as it comes. */
  public boolean outIsTerminal() {
    return outTerminal.size().isPresent();
  }

  /** Whether the locale says that the terminal understands UTF-8. */
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
