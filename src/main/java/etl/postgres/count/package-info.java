/** Counts rows, distinct values and generations, by estimate where tables are large. */
package etl.postgres.count;
