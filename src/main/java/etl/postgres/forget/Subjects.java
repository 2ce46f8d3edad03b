package etl.postgres.forget;

import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.masking.Pseudonymiser;
import etl.masking.Sha256Pseudonymiser;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be forgotten.
 *
 * @param asked of each, the hashes that it may be stored under, of any generation
 * @param values the values themselves, where they are known
 * @param spellings what a value may be masked as
 */
record Subjects(Set<Set<String>> asked, Set<String> values, Spellings spellings) {
  static Subjects ofHashes(Collection<String> hashes, Spellings spellings) {
    Set<Set<String>> asked = new LinkedHashSet<>();
    hashes.forEach(hash -> asked.add(Set.of(MaskForm.withoutDomain(hash))));
    return new Subjects(asked, Set.of(), spellings);
  }

  static Subjects ofValues(Set<String> values, Spellings spellings) {
    Pseudonymiser plain = new Sha256Pseudonymiser();
    Set<Set<String>> asked = new LinkedHashSet<>();
    for (String value : values) {
      asked.add(
          spellings.of(value).stream()
              .map(text -> plain.mask(text).masked())
              .collect(Collectors.toSet()));
    }
    return new Subjects(asked, values, spellings);
  }

  Set<String> hashes() {
    Set<String> hashes = new LinkedHashSet<>();
    asked.forEach(hashes::addAll);
    return hashes;
  }

  /**
   * How many were not found.
   *
   * @param found hashes of the newest generation
   */
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
          for (String spelling : spellings.of(value)) {
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
