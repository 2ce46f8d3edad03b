package etl.output;

import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeSummary;
import etl.json.JsonLine;
import etl.progress.Pace;
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
  private static final String RATE = "messages_per_second";
  private static final int ENOUGH_FOR_A_RATE = 100;

  private SummaryPrinter() {}

  /** One object on one line. */
  public static String json(ConsumeSummary summary) {
    return JsonLine.of(figures(summary));
  }

  /** A line per figure; the rate only where it is of enough messages to say something. */
  public static String text(ConsumeSummary summary) {
    Map<String, Object> figures = figures(summary);
    figures.computeIfPresent(
        RATE, (name, rate) -> tellsARate(summary) ? rate + " (while messages came)" : null);
    return CountsPrinter.text(figures);
  }

  /**
   * The same of a dry run, which gives everything back.
   *
   * @param messages how many messages it would write, each with all its rows
   * @param rejects how many messages it would reject
   * @param discards how many it would discard
   */
  public static String dryRun(ConsumeSummary summary, int messages, int rejects, int discards) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("received", summary.counts().received());
    figures.put("would_write", messages);
    figures.put("would_reject", rejects);
    if (summary.discards()) {
      figures.put("would_discard", discards);
    }
    figures.put("released", summary.counts().released());
    figures.put("seconds", seconds(summary.elapsed()));
    figures.put("stopped_by", summary.stoppedBy().label());
    return CountsPrinter.text(figures);
  }

  private static boolean tellsARate(ConsumeSummary summary) {
    return summary.counts().received() >= ENOUGH_FOR_A_RATE && !summary.active().isZero();
  }

  private static Map<String, Object> figures(ConsumeSummary summary) {
    ConsumeCounts counts = summary.counts();
    Map<String, Object> figures = counts.figures(summary.discards());
    figures.put("seconds", seconds(summary.elapsed()));
    figures.put(RATE, Pace.of(counts.received(), summary.active()));
    figures.put("stopped_by", summary.stoppedBy().label());
    return figures;
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3);
  }
}
