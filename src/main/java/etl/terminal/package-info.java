/**
 * What is shown in place on a terminal, and kept whole while other lines are printed. It knows
 * nothing of what it shows.
 */
package etl.terminal;
