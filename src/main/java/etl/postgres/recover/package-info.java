/** Originals by their masks, and the audit of who asked. */
package etl.postgres.recover;
