/** etl doctor's checks of a database; most throw a StoreException if it fails. */
package etl.postgres.examine;
