/** How much waits on the queue and is stored, once or watched, and conditions on these numbers. */
package etl.stats;
