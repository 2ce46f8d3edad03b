/** Results on standard output: rows, originals, counts and reports as text, JSON or CSV. */
package etl.output;
