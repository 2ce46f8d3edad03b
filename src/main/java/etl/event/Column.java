package etl.event;

import java.util.List;
import java.util.Objects;

/**
 * One column of the event's table and where its value comes from.
 *
 * @param name the column's name: lower-case letters, digits and underscores
 * @param source where the value comes from
 * @param path the reference tokens of the JSON pointer into the event; empty unless the source is
 *     the event
 * @param type the column's type
 * @param length the most characters of a varchar, 0 for every other type
 * @param required whether a message without the value is rejected
 * @param masked whether the value is personal and is replaced by its mask
 */
public record Column(
    String name,
    Source source,
    List<String> path,
    ColumnType type,
    int length,
    boolean required,
    boolean masked) {
  /** Where a column's value comes from. */
  public enum Source {
    /** A field of the event. */
    EVENT,
    /** The message's id. */
    MESSAGE_ID,
    /** The UTC date on which the message was sent. */
    SENT_DATE
  }

  // Also what PostgreSQL keeps of an identifier: 63 bytes.
  private static final String IDENTIFIER = "[a-z_][a-z0-9_]{0,62}";

  public Column {
    requireIdentifier(name);
    Objects.requireNonNull(source, "source");
    path = List.copyOf(path);
    Objects.requireNonNull(type, "type");
    require((source == Source.EVENT) != path.isEmpty(), name, "needs either pointer or message");
    require((type == ColumnType.VARCHAR) == (length > 0), name, "a length goes with varchar");
    require(
        (source == Source.SENT_DATE) == (type == ColumnType.DATE), name, "date: sent_date only");
    require(!masked || (source == Source.EVENT && type.isText()), name, "only text can be masked");
    require(source != Source.MESSAGE_ID || type.isText(), name, "a message id is text");
  }

  /** What people call the event's field: {@code ip}, or {@code device/id} for a nested one. */
  public String field() {
    return String.join("/", path);
  }

  /** The type as DDL writes it: {@code varchar(128)}. */
  public String sqlType() {
    return length > 0 ? type.sqlName() + "(" + length + ")" : type.sqlName();
  }

  static String requireIdentifier(String name) {
    if (!name.matches(IDENTIFIER)) {
      throw new IllegalArgumentException("not an identifier: " + name);
    }
    return name;
  }

  private static void require(boolean holds, String column, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("column " + column + ": " + rule);
    }
  }
}
