/** Tables that are partitioned by the date of sending: their partitions, made, listed, dropped. */
package etl.postgres.partition;
