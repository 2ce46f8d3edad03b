package etl.postgres.generation;

import etl.masking.Protection;
import java.util.OptionalLong;

/**
 * What a transaction that writes goes by; the fence lets it write only while all of it is so.
 *
 * @param protection the keys, of the newest generation that the database has come to
 * @param removals how often mappings had been removed that may be written again; empty where the
 *     database does not tell, so that none can be taken for written
 * @param timeline where it commits, as {@link etl.postgres.Timeline} has it; what was committed on
 *     another one may be missing
 * @param replicated whether a commit that writes anything waits for a standby
 */
public record WriteTerms(
    Protection protection, OptionalLong removals, String timeline, boolean replicated) {}
