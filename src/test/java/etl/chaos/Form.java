package etl.chaos;

/** Whether the tests run in their long form ({@code mvn verify -Pchaos}) or in the short one. */
final class Form {
  private static final boolean LONG = Boolean.getBoolean("chaos.long");

  private Form() {}

  static int of(int shortForm, int longForm) {
    return LONG ? longForm : shortForm;
  }

  static boolean isLong() {
    return LONG;
  }
}
