/** TLS to the database: whom to trust, and the client's own certificate and key. */
package etl.postgres.tls;
