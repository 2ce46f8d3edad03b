package etl.spec;

import etl.event.RejectedMessage.Kind;
import etl.json.FieldNode;
import etl.value.Misfit;

/**
 * Why a message cannot become a row.
 *
 * @param reason names the field and what is wrong with it, never the value
 */
record Problem(Kind kind, String reason) {
  static Problem repeated(FieldNode field) {
    return new Problem(Kind.REPEATED_FIELD, field.name() + ": occurs more than once");
  }

  /** What is wrong with a value. */
  static Problem of(String field, Misfit misfit) {
    Kind kind =
        switch (misfit.kind()) {
          case WRONG_TYPE, OUT_OF_RANGE -> Kind.WRONG_TYPE;
          case TOO_LONG -> Kind.TOO_LONG;
          case UNSTORABLE -> Kind.UNSTORABLE_TEXT;
        };
    return new Problem(kind, field + ": " + misfit.getMessage());
  }

  /** The same problem of an element: {@code orders/3/total: …}. */
  Problem in(String element) {
    if (element.isEmpty()) {
      return this;
    }
    return new Problem(kind, element + (reason.startsWith(":") ? "" : "/") + reason);
  }

  /** Keeps the first problem of a message. */
  static final class First {
    private Problem found;
    private String element = "";

    /** Takes note of a problem, unless there is one already; null is none. */
    void report(Problem problem) {
      if (found == null && problem != null) {
        found = problem.in(element);
      }
    }

    /** The element that the problems that follow are in: {@code orders/3}; empty for none. */
    void element(String name) {
      element = name;
    }

    /** Null if there is none. */
    Problem found() {
      return found;
    }
  }
}
