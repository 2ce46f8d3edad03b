package etl.spec;

/** Keeps the first problem of a message. */
final class Problems {
  private Problem first;
  private String element = "";

  /** Takes note of a problem, unless there is one already; null is none. */
  void report(Problem found) {
    if (first == null && found != null) {
      first = found.in(element);
    }
  }

  /** The element that the problems that follow are in: {@code orders/3}; empty for none. */
  void element(String name) {
    element = name;
  }

  /** The first problem; null if there is none. */
  Problem first() {
    return first;
  }

  boolean any() {
    return first != null;
  }
}
