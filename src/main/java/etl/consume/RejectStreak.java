package etl.consume;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeListener;
import etl.event.Fault;
import etl.event.QueueException;
import etl.event.RejectedMessage;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Messages that were rejected in a row, in the order of arrival: many of them mean a wrong queue or
 * a producer that has changed, rather than some wrong messages.
 */
final class RejectStreak {
  /** After so many for one reason there is a warning. */
  static final int TELLING = 100;

  /** So many ids are remembered. */
  private static final int REMEMBERED = 1000;

  /** Reasons that differ in a position only are one. */
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

  private final long limit;
  private final Ending ending;
  private final ConsumeListener listener;

  // A message that is left on the queue and comes back is not another one.
  private final Set<String> latest = new LinkedHashSet<>();

  private long rejected;
  private long alike;
  private String cause = "";

  /**
   * @param limit after so many the run ends; {@link Long#MAX_VALUE} for no limit
   */
  RejectStreak(long limit, Ending ending, ConsumeListener listener) {
    this.limit = limit;
    this.ending = ending;
    this.listener = listener;
  }

  /** A message can become a row. */
  void broken() {
    if (rejected > 0) {
      rejected = 0;
      alike = 0;
      latest.clear();
      listener.on(new ConsumeEvent.RejectsInARow(0));
    }
  }

  /** A message cannot become a row. */
  void rejected(RejectedMessage message) {
    if (!latest.add(message.messageId())) {
      return;
    }
    forgetOldest();
    rejected++;
    listener.on(new ConsumeEvent.RejectsInARow(rejected));
    String sameCause = NUMBERS.matcher(message.reason()).replaceAll("0");
    alike = sameCause.equals(cause) ? alike + 1 : 1;
    cause = sameCause;
    if (alike == TELLING) {
      listener.on(new ConsumeEvent.Rejecting(message.reason(), TELLING));
    }
    if (rejected >= limit && !ending.begun()) {
      ending.finish(tooMany(message));
    }
  }

  private void forgetOldest() {
    if (latest.size() > REMEMBERED) {
      Iterator<String> oldest = latest.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private QueueException tooMany(RejectedMessage last) {
    String what = rejected == 1 ? "1 message was" : rejected + " messages in a row were";
    return new QueueException(
        Fault.CONFIGURATION,
        what + " rejected (--reject-limit), the last of them: " + last.reason(),
        null);
  }
}
