package etl.metrics;

import etl.consume.report.ConsumeListener;
import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import etl.environment.Version;
import etl.event.EventQueue;
import etl.event.EventStore;
import etl.log.Log;
import etl.log.LogLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Keeps the metrics of one run, and, as requested, serves them over HTTP and writes them to a file
 * at the end.
 */
public final class RunObserver implements AutoCloseable {
  private final Observation observation;
  private final Path file;
  private final Log log;

  /**
   * @param file the file for the metrics at the end; null for none
   * @param discards the events that the spec discards
   * @throws CommandFailure if the file cannot be written
   */
  public RunObserver(Path file, List<String> discards, Clock clock, Log log) {
    this.observation = new Observation(Version.number(), discards, clock);
    this.file = file;
    this.log = log;
    if (file != null) {
      checkFolder();
    }
  }

  private void checkFolder() {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw failure("--metrics-file cannot be written", null);
    }
  }

  /**
   * Starts to serve over HTTP.
   *
   * @throws CommandFailure if it cannot listen on the port
   */
  public void serve(String host, int port, EventQueue queue, EventStore store) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      int taken = observation.serve(address, queue, store);
      log.log(LogLevel.INFO, "metrics.listening", "host", host, "port", taken);
    } catch (UnknownHostException e) {
      throw failure("--metrics-host: no such host", e);
    } catch (IOException e) {
      throw failure("cannot listen on port " + port + " of " + host + " for metrics", e);
    }
  }

  private static CommandFailure failure(String what, IOException cause) {
    return new CommandFailure(ExitCode.CONFIGURATION, what, cause);
  }

  public List<ConsumeListener> listeners() {
    return observation.listeners();
  }

  /** A metrics file that cannot be written does not fail the run. */
  @Override
  public void close() {
    try {
      observation.close();
      if (file != null) {
        observation.writeTo(file);
      }
    } catch (IOException | RuntimeException e) {
      log.log(LogLevel.WARN, "metrics.not_written", "file", file, "why", e.getClass().getName());
    }
  }
}
