/** The commands on key files: {@code etl keys}. */
package etl.cli.keys;
