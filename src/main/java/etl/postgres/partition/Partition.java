package etl.postgres.partition;

import org.jdbi.v3.core.mapper.Nested;

/**
 * One partition of a table. The path is its name with the schema, quoted; the default one takes
 * what no other one takes, and its days are unbounded.
 */
public record Partition(
    String table, String name, String path, @Nested DayRange days, boolean isDefault) {}
