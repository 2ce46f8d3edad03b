package etl.postgres.schema;

import etl.spec.ColumnType;
import java.util.Set;

/**
 * Whether an existing column holds every value of a spec's type exactly.
 *
 * @param kind whether it does
 * @param type what it must become, as DDL writes it, so that it holds those and its own values;
 *     empty where there is nothing to do, or no way
 */
record ColumnFit(Kind kind, String type) {
  enum Kind {
    HOLDS,
    /** It would with a wider type. */
    TO_WIDEN,
    /** No type holds both what it has and what is wanted. */
    OTHER
  }

  private static final ColumnFit HOLDS = new ColumnFit(Kind.HOLDS, "");
  private static final ColumnFit OTHER = new ColumnFit(Kind.OTHER, "");

  private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");

  /** Types whose values differ by blanks at the end no more, or are cut off. */
  private static final Set<String> INEXACT_TEXT = Set.of("bpchar", "name", "char");

  private static final int MOST_DIGITS = 1000;

  static ColumnFit of(ColumnType wanted, ColumnShape has) {
    ColumnFit fit = has.isText() ? inText(wanted, has) : inItsOwn(wanted, has);
    // A domain is somebody's own; with another type its column would lose what that checks.
    return has.domain() && fit.kind() == Kind.TO_WIDEN ? OTHER : fit;
  }

  private static ColumnFit widen(String type) {
    return new ColumnFit(Kind.TO_WIDEN, type);
  }

  private static ColumnFit inText(ColumnType wanted, ColumnShape has) {
    int characters = characters(wanted);
    boolean exact = !INEXACT_TEXT.contains(has.type());
    if (exact && has.holdsText(characters)) {
      return HOLDS;
    }
    boolean sameOrLonger =
        wanted.base() == ColumnType.Base.VARCHAR
            && has.length() > 0
            && has.length() <= wanted.length();
    return widen(sameOrLonger ? wanted.sqlType() : "text");
  }

  /** The most characters of a value's text; 0 for any number. */
  private static int characters(ColumnType type) {
    return switch (type.base()) {
      case VARCHAR -> type.length();
      case INTEGER -> 11;
      case BIGINT -> 20;
      case NUMERIC -> type.precision() == 0 ? 0 : type.precision() + 3;
      case DOUBLE -> 24;
      case BOOLEAN -> 5;
      case DATE -> 13;
      case TIMESTAMPTZ -> 40;
      case UUID -> 36;
      case INET, CIDR -> 43;
      case TEXT, JSONB, TEXT_ARRAY -> 0;
    };
  }

  private static ColumnFit inItsOwn(ColumnType wanted, ColumnShape has) {
    return switch (wanted.base()) {
      case VARCHAR, TEXT -> text(wanted, has);
      case INTEGER -> whole(10, "integer", Set.of("int4", "int8", "float8"), has);
      case BIGINT -> whole(19, "bigint", Set.of("int8"), has);
      case NUMERIC -> numeric(wanted, has);
      case DOUBLE -> oneOf(has, Set.of("float8"), Set.of("float4", "int2", "int4"), wanted);
      case DATE -> oneOf(has, Set.of("date", "timestamp"), Set.of(), wanted);
      case TIMESTAMPTZ -> time(wanted, has);
      case INET -> oneOf(has, Set.of("inet"), Set.of("cidr"), wanted);
      case CIDR -> oneOf(has, Set.of("inet", "cidr"), Set.of(), wanted);
      case BOOLEAN, UUID, JSONB ->
          oneOf(has, Set.of(wanted.base().catalogueName()), Set.of(), wanted);
      case TEXT_ARRAY -> array(wanted, has);
    };
  }

  private static ColumnFit oneOf(
      ColumnShape has, Set<String> holding, Set<String> narrower, ColumnType wanted) {
    if (holding.contains(has.type())) {
      return HOLDS;
    }
    return narrower.contains(has.type()) ? widen(wanted.sqlType()) : OTHER;
  }

  /** What is no text can become one where its text says all of it. */
  private static ColumnFit text(ColumnType wanted, ColumnShape has) {
    int characters =
        switch (has.type()) {
          case "int2", "int4" -> 11;
          case "int8" -> 20;
          case "bool" -> 5;
          case "uuid" -> 36;
          case "numeric", "float8", "inet", "cidr" -> Integer.MAX_VALUE;
          default -> 0;
        };
    if (characters == 0) {
      return OTHER;
    }
    return widen(characters <= wanted.length() ? wanted.sqlType() : "text");
  }

  private static ColumnFit whole(int digits, String type, Set<String> holding, ColumnShape has) {
    if (holding.contains(has.type())) {
      return HOLDS;
    } else if (WHOLE.contains(has.type())) {
      return widen(type);
    }
    return has.type().equals("numeric") ? numeric(digits, 0, has) : OTHER;
  }

  private static ColumnFit numeric(ColumnType wanted, ColumnShape has) {
    boolean isNumeric = has.type().equals("numeric");
    if (!isNumeric && !WHOLE.contains(has.type())) {
      // A binary fraction is not always a decimal one of the same digits.
      return OTHER;
    } else if (wanted.precision() == 0) {
      return isNumeric && has.precision() == 0 ? HOLDS : widen("numeric");
    }
    int digits = wanted.precision() - wanted.scale();
    return isNumeric
        ? numeric(digits, wanted.scale(), has)
        : wholeAsNumeric(digits, wanted.scale(), has);
  }

  private static ColumnFit numeric(int digits, int scale, ColumnShape has) {
    int hasDigits = has.precision() - has.scale();
    if (has.precision() == 0 || (hasDigits >= digits && has.scale() >= scale)) {
      return HOLDS;
    }
    return widen(numericType(Math.max(digits, hasDigits), Math.max(scale, has.scale())));
  }

  private static ColumnFit wholeAsNumeric(int digits, int scale, ColumnShape has) {
    int all =
        switch (has.type()) {
          case "int2" -> 5;
          case "int4" -> 10;
          default -> 19;
        };
    // Not all numbers of the last digit fit.
    return scale == 0 && digits < all ? HOLDS : widen(numericType(Math.max(digits, all), scale));
  }

  private static String numericType(int digits, int scale) {
    int precision = digits + scale;
    return precision > MOST_DIGITS ? "numeric" : "numeric(" + precision + "," + scale + ")";
  }

  private static ColumnFit time(ColumnType wanted, ColumnShape has) {
    if (!has.type().equals("timestamptz")) {
      return OTHER;
    }
    boolean microseconds = has.modifier() < 0 || has.modifier() >= 6;
    return microseconds ? HOLDS : widen(wanted.sqlType());
  }

  private static ColumnFit array(ColumnType wanted, ColumnShape has) {
    if (has.type().equals("_text") || (has.type().equals("_varchar") && has.length() == 0)) {
      return HOLDS;
    }
    return has.type().equals("_varchar") ? widen(wanted.sqlType()) : OTHER;
  }
}
