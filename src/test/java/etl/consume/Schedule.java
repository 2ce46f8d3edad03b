package etl.consume;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What happens when, on a virtual clock; what is due at the same moment happens in order. */
final class Schedule {
  private record Event(Instant at, long number, Runnable action) {}

  private final VirtualClock clock;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
  private long number;

  Schedule(VirtualClock clock) {
    this.clock = clock;
  }

  void in(Duration delay, Runnable action) {
    events.add(new Event(clock.instant().plus(delay), number++, action));
  }

  /** When the next event is due: {@link Instant#MAX} for never. */
  Instant next() {
    return events.isEmpty() ? Instant.MAX : events.peek().at();
  }

  /** Goes on to the next event and lets it happen. */
  void happen() {
    Event event = events.poll();
    clock.advanceTo(event.at());
    event.action().run();
  }
}
