/**
 * The values of columns: reads one JSON value for a column's type, as PostgreSQL takes it or
 * narrower, and gives the text that is sent; canonical forms of texts, and the masks that keep a
 * part of a value. No message of a failure quotes a value.
 */
package etl.value;
