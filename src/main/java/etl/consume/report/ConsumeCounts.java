package etl.consume.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run of the consumer has done so far, by deliveries: each counts once on either side of
 * {@code received = written + duplicates + rejected + left + released + discarded + open}.
 *
 * @param written new rows
 * @param duplicates deliveries of messages that were already stored
 * @param rejected new rejected messages
 * @param left bad messages that were left on the queue
 * @param released deliveries given back to the queue
 */
public record ConsumeCounts(
    long received,
    long written,
    long duplicates,
    long rejected,
    long left,
    long released,
    long discarded,
    long deleted) {
  public static final ConsumeCounts NONE = new ConsumeCounts(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * By the names that people and scripts know, in the order in which they are always told.
   *
   * @param discards whether {@code discarded} is one of them
   */
  public Map<String, Object> figures(boolean discards) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("received", received);
    figures.put("written", written);
    figures.put("duplicates", duplicates);
    figures.put("rejected", rejected);
    figures.put("left", left);
    figures.put("released", released);
    if (discards) {
      figures.put("discarded", discarded);
    }
    figures.put("deleted", deleted);
    return figures;
  }

  /** Deliveries that were committed. */
  public long committed() {
    return written + duplicates + rejected;
  }

  /** Deliveries that are decided. */
  public long done() {
    return committed() + left + released + discarded;
  }

  /** Deliveries that are still to be decided. */
  public long open() {
    return received - done();
  }

  /** What was added since. */
  public ConsumeCounts minus(ConsumeCounts earlier) {
    return new ConsumeCounts(
        received - earlier.received,
        written - earlier.written,
        duplicates - earlier.duplicates,
        rejected - earlier.rejected,
        left - earlier.left,
        released - earlier.released,
        discarded - earlier.discarded,
        deleted - earlier.deleted);
  }
}
