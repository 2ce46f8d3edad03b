package etl.postgres.write;

import etl.postgres.schema.EventTable;
import etl.spec.Column;
import etl.spec.TableSpec;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks for rows of a message that had an earlier date when it was stored: SQS dates a message anew
 * when it moves it to a FIFO queue's dead-letter queue.
 *
 * @param table of the rows
 * @param date its column of the date of sending, which is in its key
 */
record StoredBefore(TableSpec table, Column date) {
  /** A message is kept 14 days at most on a queue, and 14 more on its dead-letter queue. */
  private static final int DAYS = 28;

  /**
   * Holds where there are none. Each day is named, since the key begins with the date: a range of
   * dates would be read from end to end.
   *
   * @param id an expression for the message's id
   * @param sent one for the date that it has now
   */
  String condition(String id, String sent) {
    String days =
        IntStream.rangeClosed(1, DAYS)
            .mapToObj(day -> sent + " - " + day)
            .collect(Collectors.joining(", "));
    return "(select true from %s e where e.%s = %s and e.%s in (%s) limit 1) is null\n"
        .formatted(
            EventTable.quote(table.name()),
            EventTable.quote(table.messageId().name()),
            id,
            EventTable.quote(date.name()),
            days);
  }
}
