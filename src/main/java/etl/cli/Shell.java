package etl.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;

/**
 * What the world around the program hands to it. Nothing in the command line reads the process's
 * own environment or streams, so that tests need no processes.
 *
 * @param environment the environment's variables
 * @param in standard input
 * @param out standard output, unbuffered and not a {@link PrintStream}, which would hide errors
 * @param err standard error, for everything that is not a result
 * @param clock the time
 */
public record Shell(
    Map<String, String> environment,
    InputStream in,
    OutputStream out,
    PrintStream err,
    Clock clock) {
  public Shell {
    environment = Map.copyOf(environment);
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    Objects.requireNonNull(clock, "clock");
  }

  /** The shell of this process. */
  public static Shell ofProcess() {
    return new Shell(
        System.getenv(),
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Clock.systemUTC());
  }

  /** Never the environment: it may hold passwords. */
  @Override
  public String toString() {
    return "Shell[]";
  }
}
