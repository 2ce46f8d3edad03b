/** The database edge on PostgreSQL: owns all SQL. */
package etl.postgres;
