/** Rejected messages: listed, shown, purged, tried again. */
package etl.postgres.rejects;
