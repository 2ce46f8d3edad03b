package etl.postgres.schema;

import etl.spec.ColumnType;
import java.util.Optional;
import java.util.Set;

/** Whether an existing column holds every value of a spec's type exactly. */
record ColumnFit(ColumnType wanted, ColumnShape has) {
  /** It may stay as it is. */
  static final String HOLDS = "";

  private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");

  /** Types whose values differ by blanks at the end no more, or are cut off. */
  private static final Set<String> INEXACT_TEXT = Set.of("bpchar", "name", "char");

  private static final int MOST_DIGITS = 1000;

  /**
   * The type that it must become, as DDL writes it, so that it holds those and its own values, or
   * {@link #HOLDS}; empty if no type holds both.
   */
  Optional<String> type() {
    Optional<String> type = has.isText() ? Optional.of(inText()) : inItsOwn();
    // A domain is somebody's own; with another type its column would lose what that checks.
    return has.domain() ? type.filter(HOLDS::equals) : type;
  }

  private String inText() {
    boolean exact = !INEXACT_TEXT.contains(has.type());
    if (exact && has.holdsText(characters(wanted))) {
      return HOLDS;
    }
    boolean sameOrLonger =
        wanted.base() == ColumnType.Base.VARCHAR
            && has.length() > 0
            && has.length() <= wanted.length();
    return sameOrLonger ? wanted.sqlType() : "text";
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

  private Optional<String> inItsOwn() {
    return switch (wanted.base()) {
      case VARCHAR, TEXT -> asText();
      case INTEGER -> whole(10, Set.of("int4", "int8", "float8"));
      case BIGINT -> whole(19, Set.of("int8"));
      case NUMERIC -> numeric();
      case DOUBLE -> oneOf(Set.of("float8"), Set.of("float4", "int2", "int4"));
      case DATE -> oneOf(Set.of("date", "timestamp"), Set.of());
      case TIMESTAMPTZ -> {
        boolean microseconds = has.modifier() < 0 || has.modifier() >= 6;
        yield oneOf(microseconds ? Set.of("timestamptz") : Set.of(), Set.of("timestamptz"));
      }
      case INET -> oneOf(Set.of("inet"), Set.of("cidr"));
      case CIDR -> oneOf(Set.of("inet", "cidr"), Set.of());
      case BOOLEAN, UUID, JSONB -> oneOf(Set.of(wanted.base().catalogueName()), Set.of());
      case TEXT_ARRAY ->
          has.length() == 0
              ? oneOf(Set.of("_text", "_varchar"), Set.of())
              : oneOf(Set.of(), Set.of("_varchar"));
    };
  }

  private Optional<String> oneOf(Set<String> holding, Set<String> narrower) {
    if (holding.contains(has.type())) {
      return Optional.of(HOLDS);
    }
    return narrower.contains(has.type()) ? Optional.of(wanted.sqlType()) : Optional.empty();
  }

  /** What is no text can become one where its text says all of it. */
  private Optional<String> asText() {
    int characters =
        switch (has.type()) {
          case "int2", "int4" -> 11;
          case "int8" -> 20;
          case "bool" -> 5;
          case "uuid" -> 36;
          case "numeric", "float8", "inet", "cidr" -> Integer.MAX_VALUE;
          default -> 0;
        };
    return characters == 0
        ? Optional.empty()
        : Optional.of(characters <= wanted.length() ? wanted.sqlType() : "text");
  }

  private Optional<String> whole(int digits, Set<String> holding) {
    return has.type().equals("numeric") ? Optional.of(numeric(digits, 0)) : oneOf(holding, WHOLE);
  }

  private Optional<String> numeric() {
    boolean isNumeric = has.type().equals("numeric");
    int digits = wanted.precision() - wanted.scale();
    if (!isNumeric && !WHOLE.contains(has.type())) {
      // A binary fraction is not always a decimal one of the same digits.
      return Optional.empty();
    } else if (wanted.precision() == 0) {
      return Optional.of(isNumeric && has.precision() == 0 ? HOLDS : "numeric");
    }
    return Optional.of(
        isNumeric ? numeric(digits, wanted.scale()) : wholeAsNumeric(digits, wanted.scale()));
  }

  private String numeric(int digits, int scale) {
    int hasDigits = has.precision() - has.scale();
    return has.precision() == 0 || (hasDigits >= digits && has.scale() >= scale)
        ? HOLDS
        : numericType(Math.max(digits, hasDigits), Math.max(scale, has.scale()));
  }

  private String wholeAsNumeric(int digits, int scale) {
    int all =
        switch (has.type()) {
          case "int2" -> 5;
          case "int4" -> 10;
          default -> 19;
        };
    // Not all numbers of the last digit fit.
    return scale == 0 && digits < all ? HOLDS : numericType(Math.max(digits, all), scale);
  }

  private static String numericType(int digits, int scale) {
    int precision = digits + scale;
    return precision > MOST_DIGITS ? "numeric" : "numeric(" + precision + "," + scale + ")";
  }
}
