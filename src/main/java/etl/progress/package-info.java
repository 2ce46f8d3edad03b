/** How far a run of the consumer is: the bar of a drain, and a log line a minute. */
package etl.progress;
