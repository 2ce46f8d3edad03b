package etl.postgres.schema;

import java.util.Set;

/**
 * A column as the system catalogue describes it.
 *
 * @param type the type's own name, {@code varchar} or {@code int4}; of a domain, the name of what
 *     it is made of
 * @param modifier what the type's parameters are packed into; -1 for none
 * @param mustBeGiven whether an insert that leaves it out fails
 */
record ColumnShape(
    String type,
    boolean isText,
    int modifier,
    boolean domain,
    boolean mustBeGiven,
    boolean readable) {
  private static final Set<String> BOUNDED = Set.of("varchar", "bpchar", "_varchar", "_bpchar");

  /** The header's size, which the modifiers of types of any length include. */
  private static final int HEADER = 4;

  /** The most characters, 0 for no limit and for other types. */
  int length() {
    return BOUNDED.contains(type) && modifier > HEADER ? modifier - HEADER : 0;
  }

  /** The most digits of a numeric, 0 for no limit and for other types. */
  int precision() {
    return isBoundedNumeric() ? (modifier - HEADER) >> 16 & 0xffff : 0;
  }

  /** The decimals of a numeric with a precision; can be negative, and more than its precision. */
  int scale() {
    return isBoundedNumeric() ? ((modifier - HEADER & 0x7ff) ^ 0x400) - 0x400 : 0;
  }

  private boolean isBoundedNumeric() {
    return type.equals("numeric") && modifier >= HEADER;
  }

  /** Whether every text of this many characters fits; 0 is any number. */
  boolean holdsText(int characters) {
    int length = length();
    return isText && (length == 0 || (characters > 0 && characters <= length));
  }

  /** As DDL writes it: {@code numeric(12,1)}. */
  String sqlType() {
    if (precision() > 0) {
      return "numeric(" + precision() + "," + scale() + ")";
    }
    return length() > 0 ? type + "(" + length() + ")" : type;
  }
}
