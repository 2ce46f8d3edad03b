/**
 * The generations of the keys and the forgotten hashes, as the database remembers them; every
 * transaction that writes goes by them.
 */
package etl.postgres.generation;
