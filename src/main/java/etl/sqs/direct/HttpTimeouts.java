package etl.sqs.direct;

import java.time.Duration;

/**
 * How long a server may be silent.
 *
 * @param connect while a connection is made: for TCP and for TLS, each
 * @param read while a response is awaited or read
 */
public record HttpTimeouts(Duration connect, Duration read) {}
