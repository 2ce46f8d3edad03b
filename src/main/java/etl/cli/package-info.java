/** The commands: each declares its options, delegates and prints. And the one door for errors. */
package etl.cli;
