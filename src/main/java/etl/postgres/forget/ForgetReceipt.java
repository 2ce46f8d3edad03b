package etl.postgres.forget;

/**
 * The result of forgetting.
 *
 * @param forgotten how many hashes will never be mapped again
 * @param mappings how many mappings were removed
 * @param rejects how many rejected messages contained one of the values and were removed
 * @param unreadable how many rejected messages could not be read
 * @param nothingRemoved for how many of the hashes neither a mapping nor a rejected message was
 *     removed
 */
public record ForgetReceipt(
    long forgotten, long mappings, long rejects, long unreadable, long nothingRemoved) {
  /** Whether something was removed, and every rejected message could be read. */
  public boolean complete() {
    return mappings + rejects > 0 && unreadable == 0;
  }
}
