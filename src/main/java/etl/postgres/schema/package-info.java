/** The tables: what they must look like, the way there, and the rights on them. */
package etl.postgres.schema;
