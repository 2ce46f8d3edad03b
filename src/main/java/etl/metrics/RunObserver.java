package etl.metrics;

import etl.consume.report.ConsumeListener;
import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import etl.environment.Version;
import etl.event.EventQueue;
import etl.event.EventStore;
import etl.log.Log;
import etl.log.LogLevel;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the metrics and the health of one run, and, as requested, serves them over HTTP and writes
 * the metrics to a file at the end.
 */
public final class RunObserver implements AutoCloseable {
  private final Metrics metrics;
  private final List<ConsumeListener> listeners = new ArrayList<>();
  private final Path file;
  private final Clock clock;
  private final Log log;

  private Prober prober;
  private MetricsServer server;

  /**
   * @param file the file for the metrics at the end; null for none
   * @param discards the events that the spec discards
   * @throws CommandFailure if the file cannot be written
   */
  public RunObserver(Path file, List<String> discards, Clock clock, Log log) {
    this.file = file;
    this.clock = clock;
    this.log = log;
    RunMetrics counted = new RunMetrics(discards, clock);
    listeners.add(counted);
    this.metrics = counted.metrics();
    Info.builder()
        .name("etl_build")
        .help("The program's version.")
        .labelNames("version")
        .register(metrics.registry())
        .setLabelValues(Version.number());
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

  /** The listeners to register with the consumer. */
  public List<ConsumeListener> listeners() {
    return List.copyOf(listeners);
  }

  /**
   * Starts to serve over HTTP, and to probe the queue and the database once the consumer has
   * started.
   *
   * @throws CommandFailure if it cannot listen on the port
   */
  public void serve(String host, int port, EventQueue queue, EventStore store) {
    try {
      Health health = new Health(clock);
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      server = new MetricsServer(address, metrics.registry(), health);
      prober = new Prober(queue, store, health, metrics);
      listeners.add(health);
      listeners.add(prober);
      JvmMetrics.builder().register(metrics.registry());
      log.log(LogLevel.INFO, "metrics.listening", "host", host, "port", server.port());
    } catch (UnknownHostException e) {
      throw failure("--metrics-host: no such host", e);
    } catch (IOException e) {
      throw failure("cannot listen on port " + port + " of " + host + " for metrics", e);
    }
  }

  private static CommandFailure failure(String what, IOException cause) {
    return new CommandFailure(ExitCode.CONFIGURATION, what, cause);
  }

  /**
   * Writes the consumer's metrics, without the JVM's, for a collector of text files. The file is
   * replaced atomically.
   */
  private void write() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(directory, "." + file.getFileName(), ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        PrometheusTextFormatWriter.create()
            .write(out, metrics.registry().scrape(name -> name.startsWith("etl_")));
      }
      // The collector runs as another user.
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** A metrics file that cannot be written does not fail the run. */
  @Override
  public void close() {
    try {
      if (server != null) {
        server.close();
        prober.close();
      }
      if (file != null) {
        write();
      }
    } catch (IOException | RuntimeException e) {
      log.log(LogLevel.WARN, "metrics.not_written", "file", file, "why", e.getClass().getName());
    }
  }
}
