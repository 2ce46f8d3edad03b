package etl.event;

import java.util.Objects;

/**
 * What a committed batch added; its other deliveries were already stored.
 *
 * @param rows new rows of the event's table
 * @param rejects new rejected messages
 * @param timeline where it was committed, as {@link EventStore#timeline()} tells it
 */
public record WriteResult(int rows, int rejects, String timeline) {
  public WriteResult {
    Objects.requireNonNull(timeline, "timeline");
  }

  /** Committed where no fail-over is known of. */
  public WriteResult(int rows, int rejects) {
    this(rows, rejects, "");
  }
}
