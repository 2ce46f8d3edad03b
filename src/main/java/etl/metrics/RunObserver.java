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
 * Keeps the metrics of one run, shows them over HTTP and writes them to a file at the end, where
 * these are asked for.
 */
public final class RunObserver implements AutoCloseable {
  private final Observation observation;
  private final Path file;
  private final Log log;

  /**
   * @param file where the metrics go at the end; null for nowhere
   * @throws CommandFailure if the file cannot be written
   */
  public RunObserver(Path file, Clock clock, Log log) {
    this.observation = new Observation(Version.number(), clock);
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
   * Answers over HTTP from now on.
   *
   * @throws CommandFailure if the port cannot be had
   */
  public void serve(String host, int port, EventQueue queue, EventStore store) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      int taken = observation.serve(address, queue, store);
      log.log(LogLevel.INFO, "metrics.listening", "host", host, "port", taken);
    } catch (UnknownHostException e) {
      throw failure("--metrics-host: no such host", e);
    } catch (IOException e) {
      throw failure("cannot listen at port " + port + " of " + host + " for metrics", e);
    }
  }

  private static CommandFailure failure(String what, IOException cause) {
    return new CommandFailure(ExitCode.CONFIGURATION, what, cause);
  }

  public List<ConsumeListener> listeners() {
    return observation.listeners();
  }

  /** A file that cannot be written is no reason to call the run a failure. */
  @Override
  public void close() {
    observation.close();
    if (file != null) {
      try {
        observation.writeTo(file);
      } catch (IOException e) {
        log.log(LogLevel.WARN, "metrics.not_written", "file", file, "why", e.getClass().getName());
      }
    }
  }
}
