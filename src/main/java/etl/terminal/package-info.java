/**
 * Status lines and screens on a terminal, kept intact while other lines are printed. Knows nothing
 * about what it shows.
 */
package etl.terminal;
