package etl.sqs;

import etl.event.Fault;
import etl.event.QueueException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a queue.
 *
 * @param account the account that owns it
 */
public record QueueArn(String region, String account, String name) {
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:sqs:([a-z0-9-]{1,63}):(\\d{12}):([\\w.-]{1,80})");

  /** Whether this is an ARN, of whatever it may be. */
  public static boolean isArn(String text) {
    return text.strip().startsWith("arn:");
  }

  /**
   * Reads one; empty if the text is no ARN.
   *
   * @throws QueueException with {@link Fault#CONFIGURATION} if it is the ARN of something else
   */
  public static Optional<QueueArn> of(String text) {
    if (!isArn(text)) {
      return Optional.empty();
    }
    Matcher parts = ARN.matcher(text.strip());
    if (!parts.matches()) {
      throw new QueueException(Fault.CONFIGURATION, "the ARN is not one of an SQS queue", null);
    }
    return Optional.of(new QueueArn(parts.group(1), parts.group(2), parts.group(3)));
  }
}
