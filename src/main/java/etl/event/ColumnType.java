package etl.event;

import com.google.gson.stream.JsonToken;
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

  /** Whether a JSON value of this kind can stand in such a column. */
  boolean accepts(JsonToken token) {
    return switch (this) {
      case VARCHAR, TEXT ->
          token == JsonToken.STRING || token == JsonToken.NUMBER || token == JsonToken.BOOLEAN;
      case BIGINT, NUMERIC -> token == JsonToken.NUMBER;
      case BOOLEAN -> token == JsonToken.BOOLEAN;
      case DATE -> false;
    };
  }
}
