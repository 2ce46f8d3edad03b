/** Re-keys what is stored to the newest key generation. */
package etl.postgres.rekey;
