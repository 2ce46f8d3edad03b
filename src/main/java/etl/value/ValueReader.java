package etl.value;

import etl.json.JsonKind;
import etl.json.JsonNumber;

/** Reads one JSON value for a column. Immutable and thread-safe. */
public abstract class ValueReader {
  /** The value is none of those described. */
  final Misfit misfit;

  private final String description;
  private final int kinds;

  /**
   * @param description as {@link #description()}
   * @param kinds those that it takes
   */
  ValueReader(String description, JsonKind... kinds) {
    this.description = description;
    this.misfit = Misfit.mustBe(description);
    int bits = 0;
    for (JsonKind kind : kinds) {
      bits |= bit(kind);
    }
    this.kinds = bits;
  }

  private static int bit(JsonKind kind) {
    return 1 << kind.ordinal();
  }

  /**
   * Reads a value, in time linear to its length.
   *
   * @param kind the JSON kind; never NULL, and never one that {@link #accepts} refuses
   * @param value a string's unescaped text, a number's or boolean's literal; for jsonb and text[]
   *     the value's JSON text, which is valid
   * @param mayBeUnstorable false where the value is known to hold neither NUL nor surrogates, see
   *     {@link etl.json.JsonScanner#mayBeUnstorable}; jsonb and text[] do not rely on it
   * @return the text that PostgreSQL casts to the column's type without fail, whatever its settings
   *     of dates and zones; the value itself where it is that already
   * @throws Misfit if the column does not take the value; says what is wrong and never quotes it
   */
  public abstract String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit;

  /** The number that a JSON value is, or that a string holds and nothing else. */
  final JsonNumber number(JsonKind kind, String value) throws Misfit {
    checkNumber(kind, value);
    return new JsonNumber(value);
  }

  final void checkNumber(JsonKind kind, String value) throws Misfit {
    if (kind == JsonKind.STRING && !JsonNumber.isNumber(value)) {
      throw misfit;
    }
  }

  /** Whether it takes JSON values of this kind at all; false for NULL. */
  public final boolean accepts(JsonKind kind) {
    return (kinds & bit(kind)) != 0;
  }

  /** What JSON it takes, to complete "must be …": "a whole number". */
  public final String description() {
    return description;
  }
}
