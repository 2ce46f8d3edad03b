/** The tables: their required shape, the changes that lead there, and the rights on them. */
package etl.postgres.schema;
