/** The options that several commands share, and what opens the things they describe. */
package etl.cli.option;
