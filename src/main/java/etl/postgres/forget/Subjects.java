package etl.postgres.forget;

import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.value.Canonical;
import etl.value.Misfit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be forgotten.
 *
 * @param asked of each, the hashes that it may be stored under, of any generation
 * @param values the values themselves, where they are known
 * @param forms the canonical forms in which some column holds masks: the ways there
 */
record Subjects(Set<Set<String>> asked, Set<String> values, Set<List<Canonical>> forms) {
  static Subjects of(Collection<String> hashes, Set<String> values, Set<List<Canonical>> forms) {
    Subjects subjects = new Subjects(new LinkedHashSet<>(), values, forms);
    hashes.forEach(hash -> subjects.asked.add(Set.of(MaskForm.withoutDomain(hash))));
    Protection plain = Protection.plain();
    for (String value : values) {
      subjects.asked.add(
          subjects.spellings(value).stream()
              .map(text -> plain.mask(text).masked())
              .collect(Collectors.toSet()));
    }
    return subjects;
  }

  /** The texts that a value may be masked as: itself, and each canonical form that it has. */
  private Set<String> spellings(String value) {
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

  Set<String> hashes() {
    Set<String> hashes = new LinkedHashSet<>();
    asked.forEach(hashes::addAll);
    return hashes;
  }

  /** How many were not found, by the hashes of the newest generation that were. */
  long missed(Protection protection, Set<String> found) {
    // Two spellings of a value are one where they have the same newest hash.
    Set<Set<String>> newest = new LinkedHashSet<>();
    for (Set<String> hashes : asked) {
      newest.add(hashes.stream().map(protection::rekey).collect(Collectors.toSet()));
    }
    return newest.stream().filter(hashes -> hashes.stream().noneMatch(found::contains)).count();
  }

  /** The masks of this among what a text holds, in the newest generation. */
  Set<String> masksIn(String text, Protection protection, Set<String> newest) {
    Set<String> masks = new LinkedHashSet<>();
    BodyValues.search(
        text,
        values,
        value -> {
          for (String spelling : spellings(value)) {
            String mask = protection.mask(spelling).masked();
            if (newest.contains(mask)) {
              masks.add(mask);
            }
          }
        });
    return masks;
  }

  /** None of it: it is personal. */
  @Override
  public String toString() {
    return "Subjects[" + asked.size() + "]";
  }
}
