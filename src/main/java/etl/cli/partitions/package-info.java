/** {@code etl partitions}: declare, delegate and print. */
package etl.cli.partitions;
