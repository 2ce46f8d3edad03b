package etl.stats;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Rates between two successive statistics; an unknown one is null.
 *
 * @param passed the time between the two
 * @param in messages arrived per second: the queue's growth plus what was stored; unknown where a
 *     message may become several rows or none
 * @param out new rows and new rejected messages per second
 * @param lag how long a message that arrives now would wait behind all others at the present rate,
 *     unknown where {@code in} is; SQS does not tell how old its messages are
 * @param empty the time until the queue is empty, projected from the last minute
 */
record Rates(Duration passed, BigDecimal in, BigDecimal out, Duration lag, Duration empty) {}
