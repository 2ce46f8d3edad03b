package etl.postgres.rejects;

/**
 * The results of retried messages.
 *
 * @param written messages that became rows
 * @param duplicates messages that already had rows
 * @param rejected messages that are still rejected
 * @param discarded messages that the spec discards: they are removed
 */
public record RetryCounts(long written, long duplicates, long rejected, long discarded) {
  static final RetryCounts NONE = new RetryCounts(0, 0, 0, 0);

  RetryCounts plus(RetryCounts more) {
    return new RetryCounts(
        written + more.written,
        duplicates + more.duplicates,
        rejected + more.rejected,
        discarded + more.discarded);
  }

  /** How many were retried. */
  public long retried() {
    return written + duplicates + rejected + discarded;
  }
}
