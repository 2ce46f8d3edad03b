/** What an event becomes: the spec with its columns, and the parser that applies it. */
package etl.spec;
