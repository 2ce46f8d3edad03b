package etl.value;

import etl.json.JsonKind;
import etl.json.JsonNumber;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads one JSON value for a column. Immutable and thread-safe. */
public abstract class ValueReader {
  final Misfit misfit;

  private final String description;
  private final Set<JsonKind> kinds;

  ValueReader(String description, JsonKind... kinds) {
    this.description = description;
    this.misfit = new Misfit(Misfit.Kind.WRONG_TYPE, "must be " + description);
    this.kinds = EnumSet.copyOf(List.of(kinds));
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
    return kinds.contains(kind);
  }

  /** What JSON it takes, to complete "must be …": "a whole number". */
  public final String description() {
    return description;
  }
}
