package etl.postgres.partition;

import org.jdbi.v3.core.mapper.Nested;

/**
 * One partition of a table.
 *
 * @param table the table's name
 * @param name its own, without the schema
 * @param path its name with the schema, quoted
 * @param days the days of its rows; unbounded for the default one
 * @param isDefault whether it takes what no other one takes
 */
public record Partition(
    String table, String name, String path, @Nested DayRange days, boolean isDefault) {}
