/** Checks that need Debian packages: {@code mvn -Pdebian test}. */
package etl.debian;
