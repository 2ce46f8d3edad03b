package etl.spec.draft;

import etl.json.JsonKind;
import etl.value.Canonical;
import etl.value.Misfit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What all samples have in one place. */
final class Shape {
  /** Of more members nothing is kept. */
  private static final int MOST_MEMBERS = 1000;

  // A text with an address in it has the canonical form too, though it is none.
  private static final Pattern EMAIL = Pattern.compile("\\s*[^\\s@]+@[^\\s@]+\\s*");

  private static final int FEWEST_SEEN = 3;
  private static final int FEWEST_KEYS = 6;

  private final Map<String, Shape> members = new LinkedHashMap<>();
  private final Candidates candidates = new Candidates();
  private Shape elements;
  private int present;
  private int filled;
  private int scalars;
  private int objects;
  private int arrays;
  // The elements of the longest array, and of all arrays up to now.
  private int longest;
  private int counted;
  private boolean unknown;
  private boolean repeated;
  private boolean keyedByValues;
  private boolean texts = true;
  private boolean addresses = true;
  private boolean emails = true;
  private Personal held;

  void addScalar(JsonKind kind, String value, String written) {
    present++;
    if (kind == JsonKind.NULL) {
      return;
    }
    scalars++;
    filled += value.isEmpty() ? 0 : 1;
    candidates.add(kind, value, written);
    if (value.isEmpty()) {
      return;
    }
    addresses = addresses && PersonalValues.isIp(value);
    emails = emails && hasEmailForm(value);
    held = held == null ? PersonalValues.kindOf(value) : held;
  }

  private static boolean hasEmailForm(String value) {
    try {
      return EMAIL.matcher(value).matches() && !Canonical.EMAIL.of(value).isEmpty();
    } catch (Misfit e) {
      return false;
    }
  }

  void addObject(String written) {
    addContainer(JsonKind.OBJECT, written);
    objects++;
  }

  void addArray(String written, boolean ofTexts) {
    addContainer(JsonKind.ARRAY, written);
    arrays++;
    texts = texts && ofTexts;
    int all = elements == null ? 0 : elements.present;
    longest = Math.max(longest, all - counted);
    counted = all;
  }

  private void addContainer(JsonKind kind, String written) {
    present++;
    filled++;
    candidates.add(kind, written, written);
  }

  /** That something in it has not been looked at. */
  void addUnknown() {
    unknown = true;
  }

  void addRepeated() {
    repeated = true;
  }

  void addHeld(Personal kind) {
    held = held == null ? kind : held;
  }

  /** The member; null if there are too many to keep. */
  Shape member(String name) {
    keyedByValues = keyedByValues || PersonalValues.isInPlaceOfKey(name);
    Shape member = members.get(name);
    if (member == null && members.size() < MOST_MEMBERS) {
      member = new Shape();
      members.put(name, member);
    } else if (member == null) {
      unknown = true;
    }
    return member;
  }

  /** An object's shape of which nothing but these members are known. */
  Shape only(Set<String> names) {
    Shape some = new Shape();
    some.present = present;
    some.objects = objects;
    some.members.putAll(members);
    some.members.keySet().retainAll(names);
    return some;
  }

  boolean always(String name) {
    Shape member = members.get(name);
    return member != null && member.present == objects && !member.repeated;
  }

  Shape element() {
    elements = elements == null ? new Shape() : elements;
    return elements;
  }

  Map<String, Shape> members() {
    return members;
  }

  /** Null if there is none. */
  Shape elements() {
    return elements;
  }

  Candidates candidates() {
    return candidates;
  }

  /** How often there was a value, null included. */
  int present() {
    return present;
  }

  /** How often it was neither null nor empty. */
  int filled() {
    return filled;
  }

  int objects() {
    return objects;
  }

  boolean isRepeated() {
    return repeated;
  }

  /** Whether something there or below has not been looked at. */
  boolean hasUnknown() {
    return unknown
        || members.values().stream().anyMatch(Shape::hasUnknown)
        || (elements != null && elements.hasUnknown());
  }

  /** Whether there is no string, number or boolean there or below. */
  boolean hasNothing() {
    return scalars() == 0
        && members.values().stream().allMatch(Shape::hasNothing)
        && (elements == null || elements.hasNothing());
  }

  /** Whether it was ever anything but null. */
  boolean hasValues() {
    return scalars() > 0 || objects > 0 || arrays > 0;
  }

  /** How often it was a string, a number or a boolean. */
  int scalars() {
    return scalars;
  }

  boolean hasContainers() {
    return objects > 0 || arrays > 0;
  }

  /** Whether it is an object wherever it is not null. */
  boolean isObject() {
    return objects > 0 && arrays == 0 && scalars() == 0;
  }

  /** How many elements its longest array has. */
  int longest() {
    return longest;
  }

  /** Whether it is an array of objects wherever it is not null. */
  boolean isArrayOfObjects() {
    return candidates.areAll(JsonKind.ARRAY)
        && elements != null
        && elements.isObject()
        && elements.objects == elements.present;
  }

  /** Whether a name in one of its objects is a value itself. */
  boolean isKeyedByValues() {
    return keyedByValues || isMap();
  }

  /** Whether each object has keys of its own, as one has that is keyed by ids. */
  private boolean isMap() {
    return objects >= FEWEST_SEEN
        && members.size() >= FEWEST_KEYS
        && members.values().stream().allMatch(member -> member.present * 3 <= objects);
  }

  /** Whether its arrays hold nothing but texts and nulls. */
  boolean isOfTexts() {
    return texts;
  }

  /** The canonical form of all its texts; null where they are neither addresses nor e-mails. */
  String canonical() {
    return filled == 0 ? null : addresses ? "ip" : emails ? "email" : null;
  }

  /** What it holds that looks personal by itself; null for nothing. */
  Personal held() {
    return held;
  }
}
