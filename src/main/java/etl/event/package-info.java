/**
 * The records that travel through the program, and its two edges as interfaces ({@link
 * etl.event.EventQueue}, {@link etl.event.EventStore}) with the error type of each.
 */
package etl.event;
