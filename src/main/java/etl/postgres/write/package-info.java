/** The hot path: one batch, one transaction, at most three statements. */
package etl.postgres.write;
