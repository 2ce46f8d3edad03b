package etl.event;

/** Where an answer announces its size before it is read into memory. */
@FunctionalInterface
public interface ByteGate {
  /**
   * Returns when there is room for an answer of this size; until then, the answer waits in the
   * network.
   *
   * @param bytes the size of the answer as sent
   * @throws InterruptedException when the caller is to give up
   */
  void admit(long bytes) throws InterruptedException;
}
