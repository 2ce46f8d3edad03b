package etl.postgres.rejects;

/**
 * The results of retried messages.
 *
 * @param written new rows of the event's table
 * @param duplicates messages that already had a row
 * @param rejected messages that are still rejected
 */
public record RetryCounts(long written, long duplicates, long rejected) {
  static final RetryCounts NONE = new RetryCounts(0, 0, 0);

  RetryCounts plus(RetryCounts more) {
    return new RetryCounts(
        written + more.written, duplicates + more.duplicates, rejected + more.rejected);
  }

  /** How many were retried. */
  public long retried() {
    return written + duplicates + rejected;
  }
}
