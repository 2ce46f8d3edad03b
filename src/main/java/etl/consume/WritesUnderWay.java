package etl.consume;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The batches that are being written. Each is held in a second form meanwhile, as the statement has
 * it: all of them together have no more bytes than the memory for messages, unless it is one alone.
 */
final class WritesUnderWay {
  private final Set<Batch> batches = Collections.newSetFromMap(new IdentityHashMap<>());
  private final long most;
  private long bytes;
  private boolean crowded;

  /**
   * @param most how many bytes they may have together
   */
  WritesUnderWay(long most) {
    this.most = most;
  }

  /** Whether a batch can be written beside the others; if not, it waits for the end of one. */
  boolean hasRoom(Batch batch) {
    crowded = !batches.isEmpty() && bytes + batch.bytes() > most;
    return !crowded;
  }

  /** Whether the last batch that asked waits for the end of another. */
  boolean isCrowded() {
    return crowded;
  }

  void add(Batch batch) {
    batches.add(batch);
    bytes += batch.bytes();
  }

  /** Returns false for one that was given up. */
  boolean remove(Batch batch) {
    boolean removed = batches.remove(batch);
    if (removed) {
      bytes -= batch.bytes();
      crowded = false;
    }
    return removed;
  }

  /** Forgets all of them. */
  List<Batch> giveUp() {
    List<Batch> all = List.copyOf(batches);
    batches.clear();
    bytes = 0;
    crowded = false;
    return all;
  }

  int size() {
    return batches.size();
  }
}
