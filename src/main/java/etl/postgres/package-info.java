/**
 * Connections to PostgreSQL and the classification of its failures. The SQL is in the packages
 * below.
 */
package etl.postgres;
