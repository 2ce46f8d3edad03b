package etl.postgres.partition;

import java.util.OptionalLong;

/**
 * A partition and what is in it.
 *
 * @param rows how many, an estimate where there are many; empty if the role may not read them
 * @param bytes what it takes on disk, with its indexes
 */
public record PartitionSize(Partition partition, OptionalLong rows, long bytes) {}
