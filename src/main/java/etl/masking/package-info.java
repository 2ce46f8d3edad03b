/**
 * Turns a personal value into a pseudonym. Knows nothing of events, queues or databases, and is the
 * only package that computes masks.
 */
package etl.masking;
