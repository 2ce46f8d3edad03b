package etl.cli.option;

import etl.environment.CommandFailure;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.spec.EventSpec;
import etl.spec.file.SpecException;
import etl.spec.file.SpecFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the messages become. */
public final class SpecOptions {
  @Option(
      names = "--spec",
      paramLabel = "FILE",
      converter = NotEmpty.class,
      description =
          "The event spec: what messages become, in JSON. See etl spec. Environment: ETL_SPEC"
              + " (default: the built-in spec for logins).")
  String spec;

  /**
   * The spec that the option or the environment names, or the built-in one.
   *
   * @throws CommandFailure if the file cannot be read, or is no spec
   */
  public EventSpec read(Environment variables) {
    String file = spec == null ? variables.get(Environment.SPEC) : spec;
    return file == null ? SpecFile.builtIn() : usable(file);
  }

  /**
   * For commands that go by what the database remembers: the option is taken, and what it names
   * must be a spec.
   *
   * @throws CommandFailure if the file cannot be read, or is no spec
   */
  public void checkGiven() {
    if (spec != null) {
      usable(spec);
    }
  }

  public boolean isGiven() {
    return spec != null;
  }

  private static EventSpec usable(String file) {
    try {
      return open(file);
    } catch (SpecException e) {
      throw failure(file, e.getMessage(), e);
    }
  }

  /** The same without an env file. */
  public EventSpec read(ProcessContext process) {
    return read(new Environment(process.environment(), Map.of(), () -> {}));
  }

  /**
   * Reads a spec.
   *
   * @throws CommandFailure if the file cannot be read
   * @throws SpecException if it is no spec
   */
  public static EventSpec open(String file) {
    try {
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        throw failure(file, "is a directory", null);
      }
      return SpecFile.read(path);
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.unreadable("spec file " + file, e);
    }
  }

  private static CommandFailure failure(String file, String what, Throwable cause) {
    return new CommandFailure(ExitCode.CONFIGURATION, "spec file " + file + ": " + what, cause);
  }
}
