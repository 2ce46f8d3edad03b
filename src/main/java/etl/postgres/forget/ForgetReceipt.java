package etl.postgres.forget;

/**
 * What came of forgetting.
 *
 * @param forgotten how many hashes are not mapped again
 * @param mappings how many mappings were removed
 * @param rejects how many rejected messages held one of the values and were removed
 * @param unreadable how many rejected messages could not be read
 */
public record ForgetReceipt(long forgotten, long mappings, long rejects, long unreadable) {}
