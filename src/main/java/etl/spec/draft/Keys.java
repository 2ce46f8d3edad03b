package etl.spec.draft;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Tells names of fields from values that stand in the place of names. */
final class Keys {
  /** Longer than any name that a program gives. */
  private static final int LONGEST = 255;

  // Numbers, hex and UUIDs; an id behind a prefix; what no name ends with.
  private static final Pattern ID =
      Pattern.compile(
          "\\d+|(?=.*\\d)[0-9A-Fa-f-]{8,}|.*\\d{4,}|\\p{L}+[:#/].*\\d.*|(?=.*\\d.*\\d.*\\d)\\p{L}{1,6}[_-]\\w{6,}");

  // A first and a last name.
  private static final Pattern TITLE = Pattern.compile("\\p{Lu}\\p{Ll}+(?:[ '-]\\p{Lu}\\p{L}*)+");

  /** Names of fields that are written like names of people have one of these words. */
  private static final List<String> LISTS =
      List.of("about", "amounts", "times", "siblings", "things");

  private static final int FEWEST_SEEN = 3;
  private static final int FEWEST_KEYS = 6;

  private Keys() {}

  /** Whether a key looks like a value: an address, an id, somebody's name. */
  static boolean areValue(String key) {
    return key.length() > LONGEST
        || !isStorable(key)
        || isId(key)
        || PersonalValues.kindOf(key) != null
        || (TITLE.matcher(key).matches() && !isField(key));
  }

  /** Whether it is a number, a UUID, or an id behind a prefix. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static boolean isField(String key) {
    List<String> words = Vocabulary.words(key);
    return Vocabulary.find(words) != null
        || words.contains("name")
        || LISTS.stream().anyMatch(list -> Vocabulary.anyOf(words, list));
  }

  private static boolean isStorable(String key) {
    return key.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  /**
   * Whether an object's name says that its keys are people, or what is personal of them: {@code
   * by_user}, or {@code users} of nothing but objects.
   */
  static boolean arePeople(String name, Shape shape) {
    List<String> words = Vocabulary.words(name);
    int by = Math.max(words.lastIndexOf("by"), words.lastIndexOf("per"));
    if (by >= 0 && by < words.size() - 1) {
      List<String> whom = words.subList(by + 1, words.size());
      return Vocabulary.find(whom) != null || Vocabulary.anyOf(whom, "people");
    }
    String last = words.isEmpty() ? "" : words.get(words.size() - 1);
    return last.endsWith("s")
        && Vocabulary.is(last, "people")
        && shape.members().values().stream().allMatch(Shape::isObject);
  }

  /** Whether each object has keys of its own, as one has that is keyed by ids. */
  static boolean areOfMap(Shape shape) {
    Collection<Shape> members = shape.members().values();
    return shape.objects() >= FEWEST_SEEN
        && members.size() >= FEWEST_KEYS
        && members.stream().allMatch(member -> member.present() * 3 <= shape.objects());
  }
}
