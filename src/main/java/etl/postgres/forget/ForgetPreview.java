package etl.postgres.forget;

/**
 * What forgetting would remove, as far as can be read.
 *
 * @param mappings how many mappings
 * @param rejects how many rejected messages
 */
public record ForgetPreview(long mappings, long rejects) {}
