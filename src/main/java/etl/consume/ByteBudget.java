package etl.consume;

import etl.event.ByteGate;

/**
 * Bounds the bytes of message bodies held in memory. Bytes are reserved before a receive is sent; a
 * response larger than its reservation waits in the network until there is room. Thread-safe.
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
   * Reserves bytes for a response, or returns null if there is no room now. An empty budget grants
   * any size, so that no message is too large to be received.
   */
  synchronized Reservation reserve(long bytes) {
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

  /** The bytes reserved for one receive. */
  final class Reservation implements ByteGate {
    private long held;
    private boolean larger;

    private Reservation(long bytes) {
      held = bytes;
    }

    /** Waits until the response fits, or until nothing is held whose release could make room. */
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
