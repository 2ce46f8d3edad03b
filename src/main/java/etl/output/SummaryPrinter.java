package etl.output;

import etl.consume.report.ConsumeSummary;
import etl.progress.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints what a run of the consumer did. The rate is the deliveries received, divided by the time
 * from the first of them to the last commit, so that waiting on an empty queue does not count; it
 * is zero if nothing was committed.
 */
public final class SummaryPrinter {
  private SummaryPrinter() {}

  /** One object on one line. */
  public static String json(ConsumeSummary summary) {
    return CountsPrinter.json(figures(summary));
  }

  /** A line per figure. */
  public static String text(ConsumeSummary summary) {
    return CountsPrinter.text(figures(summary));
  }

  private static Map<String, Object> figures(ConsumeSummary summary) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("received", summary.received());
    figures.put("written", summary.written());
    figures.put("duplicates", summary.duplicates());
    figures.put("rejected", summary.rejected());
    figures.put("left", summary.left());
    figures.put("released", summary.released());
    figures.put("deleted", summary.deleted());
    figures.put("seconds", seconds(summary.elapsed()));
    figures.put("messages_per_second", Rate.perSecond(summary.received(), summary.active()));
    figures.put("stopped_by", summary.stoppedBy().label());
    return figures;
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3);
  }
}
