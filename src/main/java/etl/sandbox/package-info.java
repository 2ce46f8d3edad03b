/**
 * A PostgreSQL and an SQS server for trying the program out. They run in a process of their own,
 * the daemon, and their jars are on no other class path than its own.
 */
package etl.sandbox;
