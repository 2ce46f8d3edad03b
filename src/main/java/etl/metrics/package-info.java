/**
 * The metrics of a running consumer in the Prometheus format, and its liveness and readiness. They
 * come from a {@link etl.consume.report.ConsumeListener}; only the queue's depth is polled. Nothing
 * here sees a message's content.
 */
package etl.metrics;
