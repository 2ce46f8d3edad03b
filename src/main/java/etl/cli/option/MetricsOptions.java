package etl.cli.option;

import etl.environment.CommandFailure;
import etl.environment.Environment;
import etl.environment.ProcessContext;
import etl.event.EventQueue;
import etl.event.EventStore;
import etl.log.Log;
import etl.metrics.RunObserver;
import etl.spec.EventSpec;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which metrics and health checks a run exposes. */
public final class MetricsOptions {
  /** Reads a TCP port; 0 is any free one. */
  static final class PortConverter implements ITypeConverter<Integer> {
    private static final int HIGHEST = 65_535;

    @Override
    public Integer convert(String text) {
      String digits = text.strip();
      if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > HIGHEST) {
        throw new TypeConversionException("not a port from 0 to " + HIGHEST);
      }
      return Integer.valueOf(digits);
    }
  }

  private static final String PORT = "ETL_METRICS_PORT";

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description =
          "Serve /metrics (Prometheus), /healthz and /readyz over HTTP on this port; 0 picks a free"
              + " one. Environment: ETL_METRICS_PORT. Not in a dry run.")
  Integer port;

  @Option(
      names = "--metrics-host",
      paramLabel = "HOST",
      converter = NotEmpty.class,
      defaultValue = "localhost",
      description =
          "The address to serve them on; 0.0.0.0 is every address (default: ${DEFAULT-VALUE}).")
  String host;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description =
          "Write the metrics to this file at the end, for node_exporter's textfile collector. Not"
              + " in a dry run.")
  Path file;

  /**
   * Observes a run; null if neither option is given.
   *
   * @throws CommandFailure if the port is taken or the file cannot be written
   */
  public RunObserver observe(
      Environment environment,
      EventSpec spec,
      EventQueue queue,
      EventStore store,
      ProcessContext process,
      Log log) {
    Integer wanted = port == null ? environmentPort(environment) : port;
    if (wanted == null && file == null) {
      return null;
    }
    RunObserver observer = new RunObserver(file, spec.discarded(), process.clock(), log);
    if (wanted != null) {
      observer.serve(host, wanted, queue, store);
    }
    return observer;
  }

  private static Integer environmentPort(Environment environment) {
    String text = environment.get(PORT);
    try {
      return text == null ? null : new PortConverter().convert(text);
    } catch (TypeConversionException e) {
      throw CommandFailure.configuration(PORT + " is " + e.getMessage());
    }
  }
}
