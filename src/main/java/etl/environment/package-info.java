/**
 * The process's surroundings: environment variables and env file, streams, signals and exit codes.
 */
package etl.environment;
