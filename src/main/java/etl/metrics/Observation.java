package etl.metrics;

import etl.consume.report.ConsumeListener;
import etl.event.EventQueue;
import etl.event.EventStore;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The metrics and the health of one run of a consumer. */
public final class Observation implements AutoCloseable {
  private static final String OWN = "etl_";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Health health;
  private final Metrics metrics = new Metrics(registry);
  private final List<ConsumeListener> listeners = new ArrayList<>();

  private Prober prober;
  private MetricsServer server;

  /**
   * @param version the program's
   * @param discards the events that the spec discards
   * @param clock the time
   */
  public Observation(String version, List<String> discards, Clock clock) {
    this.health = new Health(clock);
    listeners.add(new DeliveryMetrics(metrics, discards));
    listeners.add(new CommitMetrics(metrics, clock));
    listeners.add(new StateMetrics(metrics));
    Info.builder()
        .name("etl_build")
        .help("The program's version.")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
  }

  /** The listeners to register with the consumer. */
  public List<ConsumeListener> listeners() {
    return List.copyOf(listeners);
  }

  /**
   * Starts to serve over HTTP, and to probe the queue and the database once the consumer has
   * started.
   *
   * @return the port
   * @throws IOException if it cannot listen on the address
   */
  public int serve(InetSocketAddress address, EventQueue queue, EventStore store)
      throws IOException {
    server = new MetricsServer(address, registry, health);
    prober = new Prober(queue, store, health, metrics);
    listeners.add(health);
    listeners.add(prober);
    JvmMetrics.builder().register(registry);
    return server.port();
  }

  /**
   * Writes the consumer's metrics, without the JVM's, for a collector of text files. The file is
   * replaced atomically.
   */
  public void writeTo(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(directory, "." + file.getFileName(), ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        PrometheusTextFormatWriter.create()
            .write(out, registry.scrape(name -> name.startsWith(OWN)));
      }
      // The collector runs as another user.
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
      prober.close();
    }
  }
}
