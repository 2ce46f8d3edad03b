package etl.spec;

import etl.json.JsonKind;
import java.util.Locale;

/** The types that a column of the event's table can have. */
public enum ColumnType {
  /** Text of a bounded number of characters. */
  VARCHAR,
  /** Text of any length. */
  TEXT,
  /** A whole number of 64 bits. */
  BIGINT,
  /** A number of any precision. */
  NUMERIC,
  /** True or false. */
  BOOLEAN,
  /** A day; only for columns that come from the message itself. */
  DATE;

  /** The type's name in SQL, without its length. */
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isText() {
    return this == VARCHAR || this == TEXT;
  }

  /** What an event must have for such a column, for error messages. */
  String description() {
    return switch (this) {
      case VARCHAR, TEXT -> "text, a number or a boolean";
      case BIGINT -> "a whole number";
      case NUMERIC -> "a number";
      case BOOLEAN -> "a boolean";
      case DATE -> "a date";
    };
  }

  /** Whether such a column accepts a JSON value of this kind. */
  boolean accepts(JsonKind kind) {
    return switch (this) {
      case VARCHAR, TEXT ->
          kind == JsonKind.STRING || kind == JsonKind.NUMBER || kind == JsonKind.BOOLEAN;
      case BIGINT, NUMERIC -> kind == JsonKind.NUMBER;
      case BOOLEAN -> kind == JsonKind.BOOLEAN;
      case DATE -> false;
    };
  }
}
