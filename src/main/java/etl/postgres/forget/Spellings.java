package etl.postgres.forget;

import etl.value.Canonical;
import etl.value.Misfit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The texts that a value may be masked as: itself, and each canonical form in which some column
 * holds masks.
 *
 * @param forms the ways to a canonical form
 */
record Spellings(Set<List<Canonical>> forms) {
  /** The value first; not the forms that it has not. */
  Set<String> of(String value) {
    Set<String> texts = new LinkedHashSet<>();
    texts.add(value);
    for (List<Canonical> form : forms) {
      try {
        texts.add(Canonical.apply(form, value));
      } catch (Misfit e) {
        // Such a value was rejected.
        continue;
      }
    }
    texts.remove("");
    return texts;
  }
}
