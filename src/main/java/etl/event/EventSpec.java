package etl.event;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one kind of event becomes: the table and its columns. It is data, read from a resource; the
 * parser, the writer, the schema, recovery and the counts all go by it.
 *
 * @param table the table's name
 * @param columns the table's columns in order; exactly one holds the message id
 */
public record EventSpec(String table, List<Column> columns) {
  public EventSpec {
    Column.requireIdentifier(table);
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("column " + column.name() + " stands twice");
      }
    }
    if (columns.stream().filter(c -> c.source() == Column.Source.MESSAGE_ID).count() != 1) {
      throw new IllegalArgumentException("exactly one column holds the message id");
    }
  }

  /** The login event, {@code user_logins.json}. */
  public static EventSpec userLogins() {
    return EventSpecReader.resource("user_logins.json");
  }

  /** The column that holds the message id, by which rows are told apart. */
  public Column messageId() {
    return columns.stream()
        .filter(c -> c.source() == Column.Source.MESSAGE_ID)
        .findFirst()
        .orElseThrow();
  }

  /** The columns that hold masks, in order. */
  public List<Column> maskedColumns() {
    return columns.stream().filter(Column::masked).toList();
  }
}
