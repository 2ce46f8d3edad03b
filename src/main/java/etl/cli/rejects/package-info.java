/** The commands for rejected messages: {@code etl rejects}. */
package etl.cli.rejects;
