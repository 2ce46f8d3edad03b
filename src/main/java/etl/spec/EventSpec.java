package etl.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one kind of event becomes: the table and its columns. It is data, read from a resource; the
 * parser, the writer, the schema, recovery and the counts all use it.
 *
 * @param table the table's name
 * @param columns the table's columns in order; exactly one holds the message id
 */
public record EventSpec(String table, List<Column> columns) {
  public EventSpec {
    Column.requireIdentifier(table);
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    int messageIds = 0;
    for (Column column : columns) {
      messageIds += column.source() == Column.Source.MESSAGE_ID ? 1 : 0;
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("column " + column.name() + " occurs twice");
      }
    }
    requireApart(columns);
    if (messageIds != 1) {
      throw new IllegalArgumentException("exactly one column holds the message id");
    }
  }

  /** No column's field may be inside another column's field. */
  private static void requireApart(List<Column> columns) {
    for (Column outer : columns) {
      for (Column inner : columns) {
        int length = outer.path().size();
        if (length > 0
            && length < inner.path().size()
            && inner.path().subList(0, length).equals(outer.path())) {
          throw new IllegalArgumentException(
              "column "
                  + inner.name()
                  + ": its pointer goes through the field of column "
                  + outer.name());
        }
      }
    }
  }

  /** The login event, {@code user_logins.json}. */
  public static EventSpec userLogins() {
    return EventSpecReader.resource("user_logins.json");
  }

  /** The column that holds the message id, which identifies a row. */
  public Column messageId() {
    for (Column column : columns) {
      if (column.source() == Column.Source.MESSAGE_ID) {
        return column;
      }
    }
    throw new IllegalStateException("checked when it was made");
  }

  /** The columns that hold masks, in order. */
  public List<Column> maskedColumns() {
    List<Column> masked = new ArrayList<>();
    for (Column column : columns) {
      if (column.masked()) {
        masked.add(column);
      }
    }
    return List.copyOf(masked);
  }
}
