/** Looks up originals by their masks, and audits who did. */
package etl.postgres.recover;
