/** How many calls at once the other end is good for. */
package etl.consume.limit;
