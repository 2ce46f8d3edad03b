/** etl doctor's checks of a database. */
package etl.postgres.examine;
