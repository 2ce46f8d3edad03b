/** The program as real processes, whose servers and connections fail under them. */
package etl.chaos;
