/** Removes mappings for good, and the rejected messages that contain their values. */
package etl.postgres.forget;
