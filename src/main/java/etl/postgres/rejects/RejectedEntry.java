package etl.postgres.rejects;

import java.time.Instant;

/**
 * A rejected message without its body.
 *
 * @param kind the class of the reason, or the empty string if an older row does not have it
 * @param reason names the field and what is wrong with it, never the value
 * @param spec the name of the spec that it was rejected by, or the empty string for the built-in
 *     one
 */
public record RejectedEntry(
    String id, Instant rejectedAt, Instant sentAt, String kind, String reason, String spec) {}
