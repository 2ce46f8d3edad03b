/** Brings what is stored to the newest generation of the keys. */
package etl.postgres.rekey;
