package etl.spec;

import etl.value.ValueReader;
import etl.value.ValueReaders;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * A column's type and what it says of its values.
 *
 * @param base the type without its parameters
 * @param length the most characters of a varchar, 0 for every other type
 * @param precision the most digits of a numeric, 0 for no limit and for every other type
 * @param scale the most decimals of a numeric with a precision
 * @param epoch how a timestamptz counts, where its values are numbers; else {@link Epoch#NONE}
 * @param zone what a timestamptz without an offset is in; null where it must have one
 */
public record ColumnType(
    Base base, int length, int precision, int scale, Epoch epoch, ZoneId zone) {
  public enum Base {
    VARCHAR,
    TEXT,
    INTEGER,
    BIGINT,
    NUMERIC,
    DOUBLE,
    BOOLEAN,
    DATE,
    TIMESTAMPTZ,
    UUID,
    INET,
    CIDR,
    JSONB,
    TEXT_ARRAY;

    /** As a spec writes it: {@code text[]}. */
    public String written() {
      return this == TEXT_ARRAY ? "text[]" : name().toLowerCase(Locale.ROOT);
    }

    /** The name in SQL, without parameters. */
    public String sqlName() {
      return this == DOUBLE ? "double precision" : written();
    }

    /** The type's own name in the system catalogue. */
    public String catalogueName() {
      return switch (this) {
        case INTEGER -> "int4";
        case BIGINT -> "int8";
        case DOUBLE -> "float8";
        case BOOLEAN -> "bool";
        case TEXT_ARRAY -> "_text";
        default -> written();
      };
    }

    public boolean isText() {
      return this == VARCHAR || this == TEXT;
    }

    /** Whether its JSON form is a bare literal: a number or a boolean. */
    public boolean isLiteral() {
      return switch (this) {
        case INTEGER, BIGINT, NUMERIC, DOUBLE, BOOLEAN, JSONB -> true;
        default -> false;
      };
    }
  }

  /** What a number stands for in a timestamptz column. */
  public enum Epoch {
    /** Nothing: the value is text. */
    NONE,
    /** Seconds since 1970-01-01T00:00:00Z. */
    S,
    /** Milliseconds since then. */
    MS
  }

  /** PostgreSQL's longest varchar, in characters. */
  public static final int LONGEST_TEXT = 10_485_760;

  /** PostgreSQL's most digits of a numeric with a precision. */
  public static final int MOST_DIGITS = 1000;

  public ColumnType {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(epoch, "epoch");
  }

  /** A type without parameters. */
  public static ColumnType of(Base base) {
    return new ColumnType(base, 0, 0, 0, Epoch.NONE, null);
  }

  public static ColumnType varchar(int length) {
    return new ColumnType(Base.VARCHAR, length, 0, 0, Epoch.NONE, null);
  }

  /** As DDL writes it: {@code varchar(128)}. */
  public String sqlType() {
    if (base == Base.VARCHAR) {
      return "varchar(" + length + ")";
    }
    return precision > 0 ? "numeric(" + precision + "," + scale + ")" : base.sqlName();
  }

  public boolean isText() {
    return base.isText();
  }

  /** What reads the JSON values that it takes. */
  public ValueReader reader() {
    return switch (base) {
      case VARCHAR, TEXT -> ValueReaders.text(length);
      case INTEGER -> ValueReaders.integer();
      case BIGINT -> ValueReaders.bigint();
      case NUMERIC -> ValueReaders.numeric(precision, scale);
      case DOUBLE -> ValueReaders.doublePrecision();
      case BOOLEAN -> ValueReaders.bool();
      case DATE -> ValueReaders.date();
      case TIMESTAMPTZ -> timeReader();
      case UUID -> ValueReaders.uuid();
      case INET -> ValueReaders.inet();
      case CIDR -> ValueReaders.cidr();
      case JSONB -> ValueReaders.jsonb();
      case TEXT_ARRAY -> ValueReaders.textArray();
    };
  }

  private ValueReader timeReader() {
    return switch (epoch) {
      case NONE -> ValueReaders.timestamptz(zone);
      case S -> ValueReaders.epochSeconds();
      case MS -> ValueReaders.epochMillis();
    };
  }
}
