package etl.progress;

/**
 * What a run of the consumer has done so far, by deliveries.
 *
 * @param received deliveries received
 * @param written new rows
 * @param duplicates deliveries of messages that were already stored
 * @param rejected new rejected messages
 * @param left bad messages that were left on the queue
 * @param released deliveries given back to the queue
 * @param discarded deliveries that the spec discards
 * @param deleted deliveries deleted from the queue
 */
record RunCounts(
    long received,
    long written,
    long duplicates,
    long rejected,
    long left,
    long released,
    long discarded,
    long deleted) {
  static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0, 0, 0);

  /** Deliveries that were committed. */
  long committed() {
    return written + duplicates + rejected;
  }

  /** Deliveries that are finished. */
  long done() {
    return committed() + left + released + discarded;
  }

  RunCounts plus(RunCounts other) {
    return new RunCounts(
        received + other.received,
        written + other.written,
        duplicates + other.duplicates,
        rejected + other.rejected,
        left + other.left,
        released + other.released,
        discarded + other.discarded,
        deleted + other.deleted);
  }

  RunCounts minus(RunCounts other) {
    return new RunCounts(
        received - other.received,
        written - other.written,
        duplicates - other.duplicates,
        rejected - other.rejected,
        left - other.left,
        released - other.released,
        discarded - other.discarded,
        deleted - other.deleted);
  }
}
