package etl.spec;

import java.util.regex.Pattern;

/** The names of tables and columns. */
public final class Identifiers {
  /** The rule, in words. */
  public static final String RULE =
      "a lower-case letter or an underscore, then up to 62 of a-z, 0-9 and underscores";

  // PostgreSQL's longest identifier has 63 bytes.
  private static final Pattern FORM = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private Identifiers() {}

  /** Whether it may name a table or a column; such a name needs no escaping in quotes. */
  public static boolean fits(String name) {
    return name != null && FORM.matcher(name).matches();
  }

  /** One that fits, as a statement has it. */
  public static String quoted(String name) {
    return '"' + name + '"';
  }
}
