package etl.value;

/** What PostgreSQL cannot keep in a text. */
final class Storable {
  static final Misfit UNSTORABLE =
      new Misfit(Misfit.Kind.UNSTORABLE, "holds NUL or half of a surrogate pair");

  private Storable() {}

  static void check(String text) throws Misfit {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw UNSTORABLE;
      }
      if (Character.isSurrogate(c)) {
        i++;
        if (Character.isLowSurrogate(c)
            || i == text.length()
            || !Character.isLowSurrogate(text.charAt(i))) {
          throw UNSTORABLE;
        }
      }
    }
  }
}
