/** Sample messages in a file: what a user tries a spec on, drafts one from, or sends. */
package etl.cli.sample;
