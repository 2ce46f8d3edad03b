/**
 * The hot path: one batch, one transaction, at most three statements, and one for sealed data keys
 * where there are any.
 */
package etl.postgres.write;
