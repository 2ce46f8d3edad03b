package etl.consume;

import etl.event.ByteGate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The gate of one receive: notes when the answer arrived, and lets it in when there is room. An
 * answer that waits here is as invisible to others as its messages are, and nobody can extend them:
 * after half of the visibility timeout it is let in even so, and what does not fit is given back.
 */
final class ReceiveGate implements ByteGate {
  private final ByteBudget.Reservation reservation;
  private final Duration timeout;
  private final InstantSource clock;
  private final Instant sent;

  private volatile Instant arrived;

  /**
   * @param reservation the room that the answer is expected to take
   * @param timeout the queue's visibility timeout
   */
  ReceiveGate(ByteBudget.Reservation reservation, Duration timeout, InstantSource clock) {
    this.reservation = reservation;
    this.timeout = timeout;
    this.clock = clock;
    this.sent = clock.instant();
  }

  ByteBudget.Reservation reservation() {
    return reservation;
  }

  @Override
  public void admit(long bytes) throws InterruptedException {
    arrived(clock.instant());
    awaitRoom(bytes);
  }

  /**
   * More than was admitted has unfolded from the answer, compressed as it was or made of many rows:
   * waits for room for the rest of it. An interrupt ends the wait.
   *
   * @param bytes the size of what has unfolded so far
   */
  void unfolded(long bytes) {
    try {
      awaitRoom(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitRoom(long bytes) throws InterruptedException {
    while (!tryAdmit(bytes)) {
      reservation.awaitRoom(Duration.between(clock.instant(), latest()));
    }
  }

  /** The answer has arrived, but for its body. */
  void arrived(Instant when) {
    arrived = when;
  }

  /** Lets the answer in if there is room now, or if it has waited as long as it may. */
  boolean tryAdmit(long bytes) {
    return reservation.grow(bytes, !clock.instant().isBefore(latest()));
  }

  /**
   * How long the answer was on its way, without its wait here.
   *
   * @param now for a gate that was not asked
   */
  Duration roundTrip(Instant now) {
    return Duration.between(sent, arrived == null ? now : arrived);
  }

  private Instant latest() {
    return invisibleSince().plusNanos(timeout.toNanos() / 2);
  }

  /**
   * Since when the messages have been invisible to others. The queue took them between the sending
   * of the poll and its answer. A poll may have waited long for them, so that the sending would be
   * much too early; the answer's arrival is late by its way back, for which an eighth of the
   * timeout is allowed.
   */
  Instant invisibleSince() {
    if (arrived == null) {
      return sent;
    }
    Instant taken = arrived.minusNanos(timeout.toNanos() / 8);
    return taken.isAfter(sent) ? taken : sent;
  }
}
