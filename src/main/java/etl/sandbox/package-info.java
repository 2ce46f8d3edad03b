/**
 * A PostgreSQL and an SQS server for trying the program out. They run in a separate process, the
 * daemon, and their jars are only on its class path.
 */
package etl.sandbox;
