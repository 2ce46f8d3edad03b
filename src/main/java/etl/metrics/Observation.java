package etl.metrics;

import etl.consume.report.ConsumeListener;
import etl.event.EventQueue;
import etl.event.EventStore;
import etl.event.QueueTraits;
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

/** All that is kept about one run of a consumer for the outside to see. */
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
   * @param clock the time
   */
  public Observation(String version, Clock clock) {
    this.health = new Health(clock);
    listeners.add(new DeliveryMetrics(metrics));
    listeners.add(new CommitMetrics(metrics, clock));
    listeners.add(new StateMetrics(metrics));
    Info.builder()
        .name("etl_build")
        .help("The program's version.")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
  }

  /** Who is to hear what the consumer does. */
  public List<ConsumeListener> listeners() {
    return List.copyOf(listeners);
  }

  private static ConsumeListener onStart(Prober prober) {
    return new ConsumeListener() {
      @Override
      public void started(QueueTraits traits) {
        prober.start();
      }
    };
  }

  /**
   * Answers over HTTP from now on, and looks at both sides once the consumer has started.
   *
   * @return the port that is listened at
   * @throws IOException if the address cannot be listened at
   */
  public int serve(InetSocketAddress address, EventQueue queue, EventStore store)
      throws IOException {
    server = new MetricsServer(address, registry, health);
    prober = new Prober(queue, store, health, metrics);
    listeners.add(health);
    listeners.add(onStart(prober));
    JvmMetrics.builder().register(registry);
    return server.port();
  }

  /**
   * Writes the consumer's metrics, and not the JVM's, for a collector that has those of its own: a
   * reader of the file finds the whole of the old or the whole of the new content.
   */
  public void writeTo(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(directory, "." + file.getFileName(), ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        PrometheusTextFormatWriter.create()
            .write(out, registry.scrape(name -> name.startsWith(OWN)));
      }
      // The collector is another user.
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
