/** The commands, each of which declares, delegates and prints; and the one handler of errors. */
package etl.cli;
