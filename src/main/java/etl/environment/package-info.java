/**
 * What surrounds the process: its variables, also those of an env file, streams, signals and exit
 * codes.
 */
package etl.environment;
