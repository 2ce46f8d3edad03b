/** Removes mappings, and the rejected messages that hold a value, for good. */
package etl.postgres.forget;
