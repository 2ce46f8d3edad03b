/**
 * What the outside can see of a running consumer: metrics in the Prometheus format, whether it is
 * alive and whether it is ready. Everything is told to it by way of {@link
 * etl.consume.ConsumeListener}; only the queue's depth is asked for. Nothing here knows a message's
 * content.
 */
package etl.metrics;
