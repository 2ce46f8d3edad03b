/**
 * Benchmarks, which are not part of the test suite. Of the hot path, by {@code mvn -q -Pbench
 * test-compile exec:exec}; {@code -Dbench=ParseBenchmark} names one of them. Of the program as a
 * whole, by {@code mvn -q -Pbench test-compile exec:exec@drain}; {@code -Dmessages} and {@code
 * -Dlatency} say how many messages and how many milliseconds a call to the queue takes.
 */
package etl.bench;
