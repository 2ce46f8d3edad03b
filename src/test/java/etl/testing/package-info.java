/** What the tests of several packages share: a real PostgreSQL. */
package etl.testing;
