package etl.postgres.forget;

/**
 * The result of forgetting.
 *
 * @param forgotten how many hashes will never be mapped again
 * @param mappings how many mappings were removed
 * @param rejects how many rejected messages contained one of the values and were removed
 * @param unreadable how many rejected messages could not be read
 */
public record ForgetReceipt(long forgotten, long mappings, long rejects, long unreadable) {}
