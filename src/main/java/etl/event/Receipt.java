package etl.event;

import java.util.Objects;

/**
 * What it takes to acknowledge one delivery of a message.
 *
 * @param messageId the queue's id of the message: the same for each delivery of it
 * @param handle the receipt handle: different for each delivery
 * @param groupId the message group of a FIFO queue, or the empty string
 */
public record Receipt(String messageId, String handle, String groupId) {
  public Receipt {
    Objects.requireNonNull(messageId, "messageId");
    Objects.requireNonNull(handle, "handle");
    Objects.requireNonNull(groupId, "groupId");
  }

  /** The id only: a receipt handle works like a credential. */
  @Override
  public String toString() {
    return "Receipt[" + messageId + "]";
  }
}
