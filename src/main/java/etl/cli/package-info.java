/** The command line: options, output, exit codes. Commands declare, delegate and print. */
package etl.cli;
