/** What other services put around an event: reads through it, or says what it is. */
package etl.envelope;
