/** The key file commands: {@code etl keys}. */
package etl.cli.keys;
