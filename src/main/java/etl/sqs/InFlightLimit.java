package etl.sqs;

import etl.doctor.Finding;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * How many messages of a queue can be received and not yet deleted. Beyond, SQS gives no more.
 *
 * @param most their number
 */
record InFlightLimit(long most) {
  /** A consumer that receives no more above this leaves the rest to others. */
  private static final double SHARE = 0.8;

  static InFlightLimit of(boolean fifo) {
    return new InFlightLimit(fifo ? 20_000 : 120_000);
  }

  boolean leavesRoom(long inFlight) {
    return inFlight <= most * SHARE;
  }

  /** What a queue's attributes say. */
  Finding finding(Map<QueueAttributeName, String> told) {
    String number = told.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    long inFlight = number == null ? 0 : Long.parseLong(number);
    return Finding.expect(
        leavesRoom(inFlight),
        "queue.in_flight",
        inFlight + " messages are in flight, and the queue takes " + most,
        "at the limit nothing can be received: look for consumers that receive and do not delete,"
            + " or for a visibility timeout that is far too long");
  }
}
