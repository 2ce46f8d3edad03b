package etl.spec;

import etl.json.JsonPointer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one kind of event becomes: rows of a table, or nothing.
 *
 * @param when what must all hold for a message to be such an event; none for any message
 * @param each where in the event the array is of which each element becomes a row; null where the
 *     event itself is the row
 * @param table the table's name; empty where the event is discarded
 * @param columns the table's columns in order; exactly one holds the message id; none where the
 *     event is discarded
 * @param partition how the table is partitioned by the date of sending; null where it is not
 */
public record EventKind(
    String name,
    List<Condition> when,
    JsonPointer each,
    String table,
    List<Column> columns,
    PartitionPeriod partition) {
  /** The most elements of a message that may become rows. */
  public static final int MOST_ELEMENTS = 10_000;

  public EventKind {
    Objects.requireNonNull(name, "name");
    when = List.copyOf(when);
    Objects.requireNonNull(table, "table");
    columns = List.copyOf(columns);
  }

  /** Whether such messages are deleted and counted, and no more. */
  public boolean discards() {
    return table.isEmpty();
  }

  /** Whether a message may become several rows, or none. */
  public boolean unfolds() {
    return each != null;
  }

  /** The column that holds the message id; an event that is discarded has none. */
  public Column messageId() {
    return column(Source.Kind.MESSAGE_ID).orElseThrow();
  }

  /** The first column that is this part of the message. */
  public Optional<Column> column(Source.Kind kind) {
    return columns.stream().filter(column -> column.is(kind)).findFirst();
  }

  public List<Column> maskedColumns() {
    return columns.stream().filter(Column::masked).toList();
  }
}
