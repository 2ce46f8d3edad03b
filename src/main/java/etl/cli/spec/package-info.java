/** {@code etl spec}: shows the built-in spec, and checks others. */
package etl.cli.spec;
