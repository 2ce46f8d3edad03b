package etl.spec;

import etl.event.RejectedMessage.Kind;
import etl.json.JsonKind;
import etl.json.JsonNumber;

/**
 * Checks values for one column. The problems are created in advance, from the spec alone, so that
 * no value can get into a reason.
 */
final class ColumnRule {
  private final ColumnType type;
  private final boolean required;
  private final int longest;

  private final Problem missing;
  private final Problem isNull;
  private final Problem empty;
  private final Problem wrongType;
  private final Problem outOfRange;
  private final Problem tooLong;
  private final Problem unstorable;

  ColumnRule(Column column) {
    boolean fromEvent = column.source() == Column.Source.EVENT;
    String name = fromEvent ? column.field() : column.name();
    type = column.type();
    required = column.required() && fromEvent;
    // A masked column holds the mask, whose length does not depend on the value.
    longest = column.length() == 0 || column.masked() ? Integer.MAX_VALUE : column.length();
    missing = new Problem(Kind.MISSING_FIELD, name + ": is missing");
    isNull = new Problem(Kind.MISSING_FIELD, name + ": is null");
    empty = new Problem(Kind.MISSING_FIELD, name + ": is empty");
    wrongType = new Problem(Kind.WRONG_TYPE, name + ": must be " + type.description());
    outOfRange = new Problem(Kind.WRONG_TYPE, name + ": is out of range for " + type.sqlName());
    tooLong = new Problem(Kind.TOO_LONG, name + ": is longer than " + longest + " characters");
    unstorable =
        new Problem(Kind.UNSTORABLE_TEXT, name + ": holds NUL or half of a surrogate pair");
  }

  /** The problem with an absent value, or null if it may be absent. */
  Problem checkMissing() {
    return required ? missing : null;
  }

  /** The problem with a value of this kind, or null if there is none. */
  Problem checkKind(JsonKind kind) {
    if (kind == JsonKind.NULL) {
      return required ? isNull : null;
    }
    return type.accepts(kind) ? null : wrongType;
  }

  /**
   * The problem with a value of an accepted kind, or null if there is none.
   *
   * @param value a string's text, or the literal as written
   * @param mayBeUnstorable false if the value is known to hold neither NUL nor surrogates
   */
  Problem checkValue(String value, boolean mayBeUnstorable) {
    if (type == ColumnType.BIGINT) {
      if (!JsonNumber.isWhole(value)) {
        return wrongType;
      }
      return JsonNumber.fitsBigint(value) ? null : outOfRange;
    }
    if (type == ColumnType.NUMERIC) {
      return JsonNumber.fitsNumeric(value) ? null : outOfRange;
    }
    if (required && value.isEmpty()) {
      return empty;
    }
    if (mayBeUnstorable && isUnstorable(value)) {
      return unstorable;
    }
    return value.length() > longest && value.codePointCount(0, value.length()) > longest
        ? tooLong
        : null;
  }

  private static boolean isUnstorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      // A code point is a surrogate only if it is half of a pair.
      if (c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
        return true;
      }
      if (Character.isSupplementaryCodePoint(c)) {
        i++;
      }
    }
    return false;
  }
}
