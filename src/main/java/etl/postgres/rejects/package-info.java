/** Lists, shows, purges and retries rejected messages. */
package etl.postgres.rejects;
