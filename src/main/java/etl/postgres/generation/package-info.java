/**
 * The key generations and the forgotten hashes that are recorded in the database; every writing
 * transaction obeys them.
 */
package etl.postgres.generation;
