/** Connections to PostgreSQL, and what its failures mean. All SQL is in the packages below. */
package etl.postgres;
