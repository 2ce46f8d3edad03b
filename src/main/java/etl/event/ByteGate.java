package etl.event;

/** Admits a response before it is read into memory. */
@FunctionalInterface
public interface ByteGate {
  /**
   * Returns when there is room for a response of this size; until then, the response waits in the
   * network.
   *
   * @param bytes the size of the response on the wire
   * @throws InterruptedException when the caller should give up
   */
  void admit(long bytes) throws InterruptedException;
}
