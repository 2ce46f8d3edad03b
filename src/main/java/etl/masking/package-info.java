/**
 * Turns a personal value into a pseudonym, with keys or without, and encrypts originals. Knows
 * nothing of events, queues or databases, and is the only package that computes masks or touches
 * key material.
 */
package etl.masking;
