package etl.value;

import etl.json.JsonKind;

/** Reads one JSON value for a column. Immutable and thread-safe. */
public interface ValueReader {
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
  String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit;

  /** Whether it takes JSON values of this kind at all; false for NULL. */
  boolean accepts(JsonKind kind);

  /** What JSON it takes, to complete "must be …": "a whole number". */
  String description();
}
