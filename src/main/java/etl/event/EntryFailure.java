package etl.event;

import java.util.Objects;

/**
 * One entry of a batch call that failed while the call itself did not.
 *
 * @param code the queue's error code
 * @param retryable false if the queue blames the sender, as for an expired receipt
 */
public record EntryFailure(Receipt receipt, String code, boolean retryable) {
  public EntryFailure {
    Objects.requireNonNull(receipt, "receipt");
    Objects.requireNonNull(code, "code");
  }

  /** Of an entry that may have failed or not: nobody has told. */
  public static EntryFailure notAnswered(Receipt receipt) {
    return new EntryFailure(receipt, "NotAnswered", true);
  }
}
