/** Counts rows, distinct values and key generations; estimates them for large tables. */
package etl.postgres.count;
