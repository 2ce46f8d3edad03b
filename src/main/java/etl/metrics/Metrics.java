package etl.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Registers metrics. Each series exists from the start, so that its first increase is visible. */
final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();

  PrometheusRegistry registry() {
    return registry;
  }

  /** Prometheus appends {@code _total} to the name of a counter. */
  CounterDataPoint counter(String name, String help) {
    return Counter.builder().name(name).help(help).register(registry);
  }

  /** A counter that somebody else counts. */
  void counter(String name, String help, LongSupplier count) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(counter -> counter.call(count.getAsLong()))
        .register(registry);
  }

  /** A counter for each of these values of a label. */
  Counter counter(String name, String help, String label, List<String> values) {
    Counter counter = Counter.builder().name(name).help(help).labelNames(label).register(registry);
    values.forEach(counter::initLabelValues);
    return counter;
  }

  Gauge gauge(String name, String help) {
    return Gauge.builder().name(name).help(help).register(registry);
  }

  /** A gauge for each of these values of a label. */
  Gauge gauge(String name, String help, String label, List<String> values) {
    Gauge gauge = Gauge.builder().name(name).help(help).labelNames(label).register(registry);
    values.forEach(gauge::initLabelValues);
    return gauge;
  }

  /** A gauge that is absent while its value is unknown. */
  void gauge(
      String name, String help, Consumer<GaugeWithCallback.Callback> known, String... labels) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .callback(known)
        .register(registry);
  }

  DistributionDataPoint histogram(String name, String help, double[] bounds) {
    return bounded(name, help, bounds).register(registry);
  }

  /** A histogram of durations; {@code _seconds} is appended to the name. */
  DistributionDataPoint seconds(String name, String help, double[] bounds) {
    return bounded(name, help, bounds).unit(Unit.SECONDS).register(registry);
  }

  private static Histogram.Builder bounded(String name, String help, double[] bounds) {
    return Histogram.builder().name(name).help(help).classicOnly().classicUpperBounds(bounds);
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  static List<String> labels(Enum<?>... values) {
    return Stream.of(values).map(Metrics::label).toList();
  }

  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
