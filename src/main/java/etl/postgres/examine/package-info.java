/** Looks for what is wrong with a database. */
package etl.postgres.examine;
