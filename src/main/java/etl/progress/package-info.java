/** The progress of a run: the bar of a drain, and a log line a minute. */
package etl.progress;
