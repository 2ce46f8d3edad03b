package etl.consume;

import java.time.Duration;

/**
 * The bytes of message bodies that may be in hand. Room is reserved before a receive is sent; if
 * the answer turns out larger than was reserved, it waits outside memory until there is room. What
 * cannot wait any longer is let in beyond the capacity, one answer at a time, to be given back.
 * Safe for use by many threads.
 */
final class ByteBudget {
  private final long capacity;
  private long settled;
  private long reserved;
  private int grown;
  private Reservation overdraft;

  ByteBudget(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Reserves room for an answer, or returns null if there is none now. An empty budget takes an
   * answer of any size, so that no message is too large to be received at all.
   *
   * @param likely what the answer takes if it is like those before it: enough while half of the
   *     capacity is free for the case that it is not
   * @param most what it can take
   */
  synchronized Reservation reserve(long likely, long most) {
    long bytes = used() + likely <= capacity / 2 ? likely : most;
    if (used() > 0 && used() + bytes > capacity) {
      return null;
    }
    reserved += bytes;
    return new Reservation(bytes);
  }

  /** Bytes in use, reservations included. */
  synchronized long used() {
    return settled + reserved;
  }

  /** A delivery's body is no longer held. */
  synchronized void release(long bytes) {
    settled -= bytes;
    notifyAll();
  }

  /** The room that one receive may fill. */
  final class Reservation {
    private long held;
    private boolean larger;
    private boolean urgent;

    private Reservation(long bytes) {
      held = bytes;
    }

    /**
     * Makes room for the whole answer: where it fits, or where nothing is in hand whose end could
     * make more room.
     *
     * @param now whether the answer cannot wait: then also beyond the capacity, if no other is
     * @return whether there is room
     */
    boolean grow(long bytes, boolean now) {
      synchronized (ByteBudget.this) {
        if (bytes <= held) {
          return true;
        }
        boolean fits = used() + bytes - held <= capacity;
        boolean alone = settled == 0 && grown == (larger ? 1 : 0);
        if (!fits && !alone && !(now && (overdraft == null || overdraft == this))) {
          return false;
        }
        if (!fits) {
          overdraft = this;
          urgent = !alone;
        }
        reserved += bytes - held;
        held = bytes;
        if (!larger) {
          larger = true;
          grown++;
        }
        return true;
      }
    }

    /** Waits for the room that {@link #grow} lacked, at most this long. */
    void awaitRoom(Duration most) throws InterruptedException {
      synchronized (ByteBudget.this) {
        ByteBudget.this.wait(Math.max(1, most.toMillis()));
      }
    }

    /**
     * The receive is over and brought deliveries of this size.
     *
     * @return false if they are beyond the capacity and do not count: they are to be let go at once
     */
    boolean settle(long bytes) {
      synchronized (ByteBudget.this) {
        reserved -= held;
        held = 0;
        boolean kept = !urgent || used() + bytes <= capacity;
        settled += kept ? bytes : 0;
        if (larger) {
          larger = false;
          grown--;
        }
        if (overdraft == this) {
          overdraft = null;
        }
        ByteBudget.this.notifyAll();
        return kept;
      }
    }
  }
}
