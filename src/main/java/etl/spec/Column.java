package etl.spec;

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

  // PostgreSQL's longest identifier, in bytes.
  private static final int LONGEST_NAME = 63;

  // PostgreSQL's longest varchar.
  private static final int LONGEST_TEXT = 10_485_760;

  // A mask has 64 characters and, with keys, the prefix of its generation.
  private static final int SHORTEST_MASK_COLUMN = 80;

  public Column {
    requireIdentifier(name);
    Objects.requireNonNull(source, "source");
    path = List.copyOf(path);
    Objects.requireNonNull(type, "type");
    boolean event = source == Source.EVENT;
    require(
        event != path.isEmpty(), name, "needs either a pointer to a field or a message attribute");
    require(
        type == ColumnType.VARCHAR ? length > 0 && length <= LONGEST_TEXT : length == 0,
        name,
        "a varchar needs a length up to " + LONGEST_TEXT + "; other types have none");
    require(
        (source == Source.SENT_DATE) == (type == ColumnType.DATE),
        name,
        "type date is for sent_date, and sent_date must be a date");
    require(source != Source.MESSAGE_ID || type.isText(), name, "a message id is text");
    require(event || !required, name, "required is only for fields of the event");
    require(!masked || (event && type.isText()), name, "only text of the event can be masked");
    require(
        !masked || length == 0 || length >= SHORTEST_MASK_COLUMN,
        name,
        "a mask needs " + SHORTEST_MASK_COLUMN + " characters");
  }

  /** The name of the event's field: {@code ip}, or {@code device/id} for a nested one. */
  public String field() {
    return String.join("/", path);
  }

  /** The type as DDL writes it: {@code varchar(128)}. */
  public String sqlType() {
    return length > 0 ? type.sqlName() + "(" + length + ")" : type.sqlName();
  }

  static String requireIdentifier(String name) {
    boolean identifier = name != null && !name.isEmpty() && name.length() <= LONGEST_NAME;
    for (int i = 0; identifier && i < name.length(); i++) {
      char c = name.charAt(i);
      identifier = (c >= 'a' && c <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9');
    }
    if (!identifier) {
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
