package etl.spec.file;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds what stands twice. */
final class Repeated {
  private Repeated() {}

  /** The names that stand twice; null is none. */
  static Set<String> names(List<String> names) {
    Set<String> seen = new HashSet<>();
    Set<String> repeated = new LinkedHashSet<>();
    for (String name : names) {
      if (name != null && !seen.add(name)) {
        repeated.add(name);
      }
    }
    return repeated;
  }
}
