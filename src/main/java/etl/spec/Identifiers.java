package etl.spec;

/** The names of tables and columns. */
public final class Identifiers {
  /** The rule, in words. */
  public static final String RULE =
      "a lower-case letter or an underscore, then up to 62 of a-z, 0-9 and underscores";

  // PostgreSQL's longest identifier, in bytes.
  private static final int LONGEST = 63;

  private Identifiers() {}

  /** Whether it may name a table or a column; such a name needs no escaping in quotes. */
  public static boolean fits(String name) {
    boolean fits = name != null && !name.isEmpty() && name.length() <= LONGEST;
    for (int i = 0; fits && i < name.length(); i++) {
      char c = name.charAt(i);
      fits = (c >= 'a' && c <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9');
    }
    return fits;
  }

  /** One that fits, as a statement has it. */
  public static String quoted(String name) {
    return '"' + name + '"';
  }
}
