/** The queue's depth and the tables' counts, once or repeatedly, and conditions on them. */
package etl.stats;
