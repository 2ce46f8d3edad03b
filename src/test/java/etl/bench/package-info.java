/**
 * Benchmarks of the hot path, run by {@code mvn -q -Pbench test-compile exec:exec}; {@code
 * -Dbench=ParseBenchmark} names one of them. They are not part of the test suite.
 */
package etl.bench;
