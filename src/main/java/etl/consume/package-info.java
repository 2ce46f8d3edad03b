/**
 * The consumer: receive, mask, write, commit, and only then delete. One thread makes all decisions,
 * in plain state machines that know neither threads nor the wall clock, so that a simulation can
 * drive them through any schedule. Calls to the queue and the store run on other threads.
 */
package etl.consume;
