/** What an event becomes: the spec with its columns, and the parser that follows it. */
package etl.spec;
