/**
 * Turns personal values into pseudonyms, with or without keys, and encrypts originals. Knows
 * nothing of events, queues or databases, and is the only package that computes masks or handles
 * key material.
 */
package etl.masking;
