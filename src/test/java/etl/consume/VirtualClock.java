package etl.consume;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is told to go on. */
final class VirtualClock extends Clock {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  void advanceTo(Instant later) {
    if (later.isBefore(now)) {
      throw new IllegalArgumentException("time does not go back");
    }
    now = later;
  }

  void advance(Duration duration) {
    advanceTo(now.plus(duration));
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
