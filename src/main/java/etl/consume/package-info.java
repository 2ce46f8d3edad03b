/**
 * The consumer: receive, mask, write, commit, and only then delete. The decisions are made by one
 * thread in plain state machines that know neither threads nor the time of day, so that a
 * simulation can drive them through any schedule; the calls to the two edges run on threads of
 * their own.
 */
package etl.consume;
