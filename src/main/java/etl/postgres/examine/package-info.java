/** etl doctor's checks of a database; they throw a StoreException if it cannot be examined. */
package etl.postgres.examine;
