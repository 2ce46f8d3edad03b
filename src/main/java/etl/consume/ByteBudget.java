package etl.consume;

import etl.event.ByteGate;

/**
 * The bytes of message bodies that may be in hand. Room is reserved before a receive is sent; if
 * the answer turns out larger than was reserved, it waits outside memory until there is room. Safe
 * for use by many threads.
 */
final class ByteBudget {
  private final long capacity;
  private long settled;
  private long reserved;
  private int grown;

  ByteBudget(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Reserves room for an answer, or returns null if there is none now. An empty room takes an
   * answer of any size, so that no message is too large to be received at all.
   */
  synchronized Reservation reserve(long bytes) {
    if (used() > 0 && used() + bytes > capacity) {
      return null;
    }
    reserved += bytes;
    return new Reservation(bytes);
  }

  /** Bytes in hand, reservations included. */
  synchronized long used() {
    return settled + reserved;
  }

  /** Bytes of a delivery are no longer needed. */
  synchronized void release(long bytes) {
    settled -= bytes;
    notifyAll();
  }

  /** The room that one receive may fill. */
  final class Reservation implements ByteGate {
    private long held;
    private boolean larger;

    private Reservation(long bytes) {
      held = bytes;
    }

    /** Waits until the answer fits, or until nothing is in hand whose end could make more room. */
    @Override
    public void admit(long bytes) throws InterruptedException {
      synchronized (ByteBudget.this) {
        if (bytes <= held) {
          return;
        }
        while (used() + bytes - held > capacity && (settled > 0 || grown > 0)) {
          ByteBudget.this.wait();
        }
        reserved += bytes - held;
        held = bytes;
        if (!larger) {
          larger = true;
          grown++;
        }
      }
    }

    /** The receive is over and brought deliveries of this size. */
    void settle(long bytes) {
      synchronized (ByteBudget.this) {
        reserved -= held;
        settled += bytes;
        held = 0;
        if (larger) {
          larger = false;
          grown--;
        }
        ByteBudget.this.notifyAll();
      }
    }
  }
}
