/** The log on standard error: events with stable names, as text or as JSON. */
package etl.log;
