package etl.stats;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How the statistics have changed between two looks; what cannot be told is null.
 *
 * @param passed the time between the two
 * @param in messages that came per second: what the queue has grown by, and what was stored
 * @param out messages that were stored per second, as new rows or new rejected messages
 * @param lag how long a message that comes now would wait if all before it went first, at the
 *     present rate; the queue does not tell how old its messages are
 * @param empty how long it takes until the queue is empty, by how it has fallen in the last minute
 */
record Rates(Duration passed, BigDecimal in, BigDecimal out, Duration lag, Duration empty) {}
