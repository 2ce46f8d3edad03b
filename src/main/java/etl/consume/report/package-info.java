/** What a run of the consumer reports: events while it runs, and a summary at its end. */
package etl.consume.report;
