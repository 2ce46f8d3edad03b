package etl.consume;

import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import java.time.Instant;

/**
 * One delivery in hand: from its receive until it is deleted, given back or left on the queue.
 * Except for what is said to be final, it belongs to the pipeline's thread.
 */
final class Delivery {
  /** How far a delivery has come. */
  enum Stage {
    /** It waits to be written. */
    WAITING,
    /** A transaction with it is under way. */
    WRITING,
    /** A dry run has shown it, and gives it back at the end. */
    HELD,
    /** Its fate is decided and counted: stored, left or given back. */
    SETTLED
  }

  /** What a message costs in memory beside its body: its row, its masks, its place in hand. */
  private static final long OVERHEAD = 1024;

  private final Receipt receipt;
  private final long bytes;

  private QueueMessage message;
  private ParsedMessage parsed;
  private Stage stage = Stage.WAITING;
  private Instant invisibleUntil = Instant.MAX;
  private boolean extending;
  private boolean extendable = true;
  private boolean keptOnQueue;
  private int failedDeletes;

  Delivery(QueueMessage message, ParsedMessage parsed) {
    this.receipt = message.receipt();
    this.bytes = bytesOf(message.body().length());
    this.message = message;
    this.parsed = parsed;
  }

  static long bytesOf(long bodyLength) {
    return bodyLength + OVERHEAD;
  }

  /** Final. */
  Receipt receipt() {
    return receipt;
  }

  /** What it counts in the {@link ByteBudget} until it is committed. Final. */
  long bytes() {
    return bytes;
  }

  /** What is to be stored; null once it is held or settled. */
  ParsedMessage parsed() {
    return parsed;
  }

  /** The database alone found the event wrong: from now on it is a rejected message. */
  void reject(String reason) {
    parsed =
        new RejectedMessage(
            receipt.messageId(),
            RejectedMessage.Kind.REFUSED_BY_DATABASE,
            reason,
            message.body(),
            message.sentAt());
  }

  Stage stage() {
    return stage;
  }

  void stage(Stage next) {
    stage = next;
  }

  /** Lets go of everything but the receipt. */
  void forget() {
    message = null;
    parsed = null;
  }

  Instant invisibleUntil() {
    return invisibleUntil;
  }

  void invisibleUntil(Instant until) {
    invisibleUntil = until;
  }

  /** Whether the heartbeat is to care for it now: no extension is under way, none was refused. */
  boolean wantsHeartbeat() {
    return extendable && !extending;
  }

  /** Whether an extension is under way. */
  boolean extending() {
    return extending;
  }

  void extending(boolean underWay) {
    extending = underWay;
  }

  /** It goes back to the queue, or the queue extends it no more: its receipt has expired. */
  void notExtendable() {
    extendable = false;
  }

  /** Not to be deleted: an earlier message of its group could not be. */
  void keepOnQueue() {
    keptOnQueue = true;
  }

  boolean keptOnQueue() {
    return keptOnQueue;
  }

  /** Counts a failed delete, and returns how many there have been. */
  int deleteFailed() {
    return ++failedDeletes;
  }
}
