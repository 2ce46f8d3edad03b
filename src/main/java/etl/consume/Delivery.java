package etl.consume;

import etl.consume.limit.BodySizes;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import etl.spec.EventParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One delivery, from its receive until it is deleted, given back or left on the queue. Only the
 * pipeline's thread may use it, except for {@link #receipt}, {@link #bytes} and {@link #rows},
 * which never change.
 */
final class Delivery {
  enum Stage {
    /** Waits to be written. */
    WAITING,
    /** Part of a transaction in progress. */
    WRITING,
    /** Its body found no room in memory in time: it goes back to the queue soon. */
    CROWDED_OUT,
    /** Printed by a dry run, which gives it back at the end. */
    HELD,
    /** Decided and counted: stored, left or given back. */
    SETTLED;

    /** The transitions that there are; {@code src/main/docs/design.md} draws them. */
    boolean mayBecome(Stage next) {
      return switch (this) {
        case WAITING -> next == WRITING || next == CROWDED_OUT || next == SETTLED;
        case WRITING -> next == WAITING || next == HELD || next == SETTLED;
        case CROWDED_OUT, HELD -> next == SETTLED;
        case SETTLED -> false;
      };
    }
  }

  /** What a message costs in memory besides its body: its row, its masks, its bookkeeping. */
  private static final long OVERHEAD = 1024;

  /** How often a message alone may be cancelled before it is given back. */
  private static final int TIMEOUTS = 3;

  private final Receipt receipt;
  private final long bytes;
  private final int rows;

  private QueueMessage message;
  private ParsedMessage parsed;
  private Stage stage = Stage.WAITING;
  private int timeouts;

  /** Until when it is invisible to others, as far as is known. */
  Instant invisibleUntil = Instant.MAX;

  /** When it is to be deleted, stored as it is; null unless its delete is delayed. */
  Instant keptUntil;

  /** Whether an extension is in flight. */
  boolean extending;

  /** False once it is given back, or the queue has refused to extend its expired receipt. */
  boolean extendable = true;

  /** Whether it must not be deleted, since an earlier message of its group could not be. */
  boolean keptOnQueue;

  int failedDeletes;

  Delivery(QueueMessage message, ParsedMessage parsed) {
    this.receipt = message.receipt();
    // Rows that unfold from a body can be far larger than that.
    this.bytes = bytesOf(Math.max(message.bytes(), parsed.bytes()));
    this.rows = parsed instanceof MaskedEvent event ? Math.max(1, event.rows().size()) : 1;
    this.message = message;
    this.parsed = parsed;
  }

  /**
   * Parses and masks what a receive has brought. Where more unfolds from it than the gate has let
   * in, waits for room.
   */
  static List<Delivery> parsed(List<QueueMessage> messages, EventParser parser, ReceiveGate gate) {
    List<Delivery> deliveries = new ArrayList<>(messages.size());
    long bytes = 0;
    for (QueueMessage message : messages) {
      Delivery delivery = new Delivery(message, parser.parse(message));
      deliveries.add(delivery);
      bytes += delivery.bytes;
      if (delivery.bytes > bytesOf(BodySizes.LARGEST_BODY)) {
        gate.unfolded(bytes);
      }
    }
    return deliveries;
  }

  static long bytesOf(long body) {
    return body + OVERHEAD;
  }

  Receipt receipt() {
    return receipt;
  }

  /** What it takes from the {@link ByteBudget} until it is settled. */
  long bytes() {
    return bytes;
  }

  /** How many rows it becomes; one for a message without any, and for a reject. */
  int rows() {
    return rows;
  }

  /** What is to be stored; null once it is crowded out, held or settled. */
  ParsedMessage parsed() {
    return parsed;
  }

  /** The parser accepted the event but the database refuses it: it becomes a rejected message. */
  RejectedMessage reject(String reason) {
    RejectedMessage reject =
        new RejectedMessage(
            receipt.messageId(),
            RejectedMessage.Kind.REFUSED_BY_DATABASE,
            reason,
            message.body(),
            message.sentAt(),
            message.attributes(),
            false);
    parsed = reject;
    return reject;
  }

  Stage stage() {
    return stage;
  }

  void stage(Stage next) {
    assert stage.mayBecome(next) : stage + " to " + next;
    stage = next;
  }

  /** Drops everything but the receipt. */
  void forget() {
    message = null;
    parsed = null;
  }

  /** Whether its delete is delayed. */
  boolean isKept() {
    return keptUntil != null;
  }

  boolean wantsHeartbeat() {
    return extendable && !extending;
  }

  /**
   * Counts a transaction of this message alone that was cancelled, and returns whether that was the
   * last attempt.
   */
  boolean timedOutForGood() {
    return ++timeouts >= TIMEOUTS;
  }
}
