package etl.consume;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.consume.report.ConsumeListener;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The circuit breaker of one dependency. While it is open, the dependency is probed by one call at
 * a time, after pauses that double up to a limit; each is shortened at random so that many
 * consumers do not return at the same moment.
 */
final class CircuitBreaker {
  static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final Dependency dependency;
  private final ConsumeListener listener;
  private final RandomGenerator random;

  private RuntimeException cause;
  private Instant since;
  private Instant nextTry;
  private Duration pause;
  private boolean trying;

  CircuitBreaker(Dependency dependency, ConsumeListener listener, RandomGenerator random) {
    this.dependency = dependency;
    this.listener = listener;
    this.random = random;
  }

  boolean isOpen() {
    return cause != null;
  }

  boolean mayTry(Instant now) {
    return !isOpen() || (!trying && !now.isBefore(nextTry));
  }

  void trying() {
    trying = isOpen();
  }

  /** A call was answered: the dependency is available. */
  void answered(Instant now) {
    if (isOpen()) {
      listener.on(new ConsumeEvent.Recovered(dependency, Duration.between(since, now)));
      cause = null;
      trying = false;
    }
  }

  /** A call failed because the dependency is unavailable. */
  void failed(RuntimeException why, Instant now) {
    if (isOpen() && !trying) {
      // Sent before the outage was noticed: tells nothing new.
      return;
    }
    pause = isOpen() ? longer(pause) : FIRST_PAUSE;
    since = isOpen() ? since : now;
    cause = why;
    trying = false;
    Duration jittered = pause.dividedBy(2).plusMillis(random.nextLong(pause.toMillis() / 2 + 1));
    nextTry = now.plus(jittered);
    listener.on(new ConsumeEvent.Outage(dependency, why, jittered));
  }

  boolean lasts(Duration limit, Instant now) {
    return isOpen() && !now.isBefore(since.plus(limit));
  }

  /** When the outage began; only valid during one. */
  Instant since() {
    return since;
  }

  /** The last failure of the outage; null while there is none. */
  RuntimeException cause() {
    return cause;
  }

  /** When to probe next: {@link Instant#MAX} if there is no outage or a probe is in flight. */
  Instant nextTry() {
    return isOpen() && !trying ? nextTry : Instant.MAX;
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}
