package etl.metrics;

import etl.event.QueueDepth;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The queue's depth and the tables' counts at one moment, in Prometheus's text format. Metrics that
 * a consumer also exports have the same names here. An unknown count is absent.
 */
public final class CountMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Metrics metrics = new Metrics(registry);
  private final Gauge rows = labelled("etl_table_rows", "Rows of the table.", "table");
  private final Gauge distinct;
  private final boolean flat;
  private final Gauge generations =
      labelled(
          "etl_generation_rows",
          "Rows of the table by the generation of their key.",
          "table",
          "generation");

  /**
   * @param depth what the queue has told
   * @param inserted rows ever inserted, by table
   * @param flat whether a column's name alone says which it is
   * @param estimated whether one of the counts to come is an estimate
   */
  public CountMetrics(
      QueueDepth depth, Map<String, Long> inserted, boolean flat, boolean estimated) {
    this.flat = flat;
    this.distinct =
        labelled(
            "etl_distinct_values",
            "Distinct values of the column.",
            flat ? new String[] {"column"} : new String[] {"table", "column"});
    DepthMetrics.register(metrics, () -> depth);
    metrics
        .gauge("etl_counts_estimated", "1 if counts of large tables are estimates.")
        .set(estimated ? 1 : 0);
    CounterWithCallback.builder()
        .name("etl_table_inserted_rows")
        .help("Rows ever inserted in the table, by the database server's own counter.")
        .labelNames("table")
        .callback(counter -> inserted.forEach((table, count) -> counter.call(count, table)))
        .register(registry);
  }

  private Gauge labelled(String name, String help, String... labels) {
    return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  /** Sets a table's number of rows. */
  public void rows(String table, long count) {
    rows.labelValues(table).set(count);
  }

  /** Sets a column's number of distinct values. */
  public void distinct(String table, String column, long count) {
    (flat ? distinct.labelValues(column) : distinct.labelValues(table, column)).set(count);
  }

  /** Sets a table's number of rows of a key generation. */
  public void generation(String table, String generation, long count) {
    generations.labelValues(table, generation).set(count);
  }

  /** The exposition text, ending with a line feed. */
  public String text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer cannot fail", e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
