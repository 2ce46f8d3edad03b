package etl.testing;

/** How much the tests do: in the default lane, or in the long one ({@code mvn verify -Plong}). */
public final class Lane {
  private static final boolean LONG = Boolean.getBoolean("tests.long");

  private Lane() {}

  /** The first by default, the second in the long lane. */
  public static int shortOrLong(int shortForm, int longForm) {
    return LONG ? longForm : shortForm;
  }

  public static boolean isLong() {
    return LONG;
  }
}
