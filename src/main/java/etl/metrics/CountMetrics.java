package etl.metrics;

import etl.event.QueueDepth;
import etl.postgres.count.TableCounts;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The queue's depth and the tables' counts. Metrics that a consumer also exports have the same
 * names here. An unknown count is absent.
 */
public final class CountMetrics {
  private CountMetrics() {}

  /** What they are at one moment, in Prometheus's text format, ending with a line feed. */
  public static String text(QueueDepth depth, TableCounts tables) {
    Metrics metrics = new Metrics();
    registerDepth(metrics, () -> depth);
    metrics
        .gauge("etl_counts_estimated", "1 if counts of large tables are estimates.")
        .set(tables.estimated() ? 1 : 0);
    CounterWithCallback.builder()
        .name("etl_table_inserted_rows")
        .help("Rows ever inserted in the table, by the database server's own counter.")
        .labelNames("table")
        .callback(each -> tables.inserted().forEach((table, count) -> each.call(count, table)))
        .register(metrics.registry());
    registerRows(metrics, tables);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, metrics.registry().scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer cannot fail", e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static void registerRows(Metrics metrics, TableCounts tables) {
    metrics.gauge(
        "etl_table_rows",
        "Rows of the table.",
        gauge -> {
          tables.tables().forEach((table, counts) -> set(gauge, counts.rows(), table));
          Stream.of(TableCounts.MAPPING, TableCounts.REJECTED)
              .forEach(table -> set(gauge, tables.counts().get(table), table));
        },
        "table");
    boolean flat = tables.isFlat();
    metrics.gauge(
        "etl_distinct_values",
        "Distinct values of the column.",
        gauge ->
            tables
                .tables()
                .forEach(
                    (table, counts) ->
                        counts
                            .distinct()
                            .forEach(
                                (column, count) -> set(gauge, count, labels(flat, table, column)))),
        labels(flat, "table", "column"));
    metrics.gauge(
        "etl_generation_rows",
        "Rows of the table by the generation of their key.",
        gauge ->
            tables
                .generations()
                .forEach(
                    (table, rows) -> rows.forEach((key, count) -> gauge.call(count, table, key))),
        "table",
        "generation");
  }

  /** Where there is one table, a column's name alone says which it is. */
  private static String[] labels(boolean flat, String table, String column) {
    return flat ? new String[] {column} : new String[] {table, column};
  }

  /**
   * Registers the queue's depth.
   *
   * @param last the last known one; null while there is none
   */
  static void registerDepth(Metrics metrics, Supplier<QueueDepth> last) {
    metrics.gauge(
        "etl_queue_messages",
        "Messages on the queue, approximately.",
        gauge -> {
          QueueDepth depth = last.get();
          if (depth != null) {
            set(gauge, depth.visible(), "visible");
            set(gauge, depth.inFlight(), "in_flight");
            set(gauge, depth.delayed(), "delayed");
          }
        },
        "state");
    metrics.gauge(
        "etl_dead_letter_messages",
        "Messages on the dead-letter queue, if there is one.",
        gauge -> {
          QueueDepth depth = last.get();
          if (depth != null && depth.deadLetters().isPresent()) {
            set(gauge, depth.deadLetters().get().visible());
          }
        });
  }

  private static void set(GaugeWithCallback.Callback gauge, Long count, String... labels) {
    if (count != null) {
      gauge.call(count, labels);
    }
  }

  private static void set(GaugeWithCallback.Callback gauge, OptionalLong count, String... labels) {
    count.ifPresent(known -> gauge.call(known, labels));
  }
}
