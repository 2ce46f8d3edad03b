package etl.spec.file;

import etl.json.JsonKind;
import etl.json.JsonNumber;
import java.util.List;
import java.util.Optional;

/** An object of a spec's file, with its place in it; tells what is wrong with its members. */
final class Node {
  /** Of a whole number that any key takes. */
  private static final int MOST_DIGITS = 9;

  private final Json.Members json;
  private final String where;
  private final List<String> problems;

  private Node(Json.Members json, String where, List<String> problems) {
    this.json = json;
    this.where = where;
    this.problems = problems;
  }

  /**
   * The object; if the value is none, that is a problem.
   *
   * @param where empty for the whole file; else with a colon and a space at its end
   */
  static Optional<Node> of(Json json, String where, List<String> problems) {
    if (json instanceof Json.Members members) {
      Node node = new Node(members, where, problems);
      return Optional.of(node);
    }
    problems.add(where + "must be an object, not " + json.called());
    return Optional.empty();
  }

  /** The same object under the name that it gives itself. */
  Node named(String place) {
    return new Node(json, place, problems);
  }

  String where() {
    return where;
  }

  List<String> problems() {
    return problems;
  }

  void report(String problem) {
    problems.add(where + problem);
  }

  boolean has(String key) {
    return json.members().containsKey(key);
  }

  /** Whether it has an unknown key that was probably meant to be this one. */
  boolean hasLike(String key, Keys known) {
    return json.members().keySet().stream()
        .anyMatch(given -> !known.has(given) && Nearest.to(given, known.keys()).equals(key));
  }

  /** The value; null if there is none. */
  Json get(String key) {
    return json.members().get(key);
  }

  /** The keys that it has of these. */
  List<String> of(List<String> keys) {
    return keys.stream().filter(this::has).toList();
  }

  /** Tells of the keys that are not known, and of those that stand twice. */
  void checkKeys(Keys known) {
    json.repeated().forEach(key -> report(Words.quoted(key) + " stands twice, keep one"));
    for (String key : json.members().keySet()) {
      if (!known.has(key)) {
        report(known.unknown(key));
      }
    }
  }

  /** Tells of a key that means nothing here. */
  void refuse(String key, String why) {
    if (has(key)) {
      report(key + " " + why);
    }
  }

  /** A text; null if there is none or something else. */
  String text(String key, String example) {
    Json value = get(key);
    if (value == null || value.is(JsonKind.STRING)) {
      return value == null ? null : ((Json.Scalar) value).value();
    }
    wrong(key, "a text", example);
    return null;
  }

  /** True or false; the default if there is neither. */
  boolean flag(String key, boolean otherwise) {
    Json value = get(key);
    if (value == null || value.is(JsonKind.BOOLEAN)) {
      return value == null ? otherwise : ((Json.Scalar) value).value().equals("true");
    }
    report(key + " must be true or false, not " + value.called());
    return otherwise;
  }

  /**
   * A whole number; -1 if there is none or something else.
   *
   * @param least the least that it may be
   * @param most the most
   */
  int whole(String key, int least, int most) {
    Json value = get(key);
    if (value == null) {
      return -1;
    }
    int number = value.is(JsonKind.NUMBER) ? whole(((Json.Scalar) value).value()) : -1;
    if (number < least || number > most) {
      report(key + " must be a whole number from " + least + " to " + most);
      return -1;
    }
    return number;
  }

  /** By its value: {@code 1.0} is 1. */
  private static int whole(String literal) {
    String canonical = JsonNumber.canonical(literal);
    int e = canonical.indexOf('e');
    if (e < 0) {
      // Zero.
      return 0;
    }
    int exponent = Integer.parseInt(canonical.substring(e + 1));
    boolean fits =
        exponent >= 0 && e + (long) exponent <= MOST_DIGITS && canonical.charAt(0) != '-';
    return fits ? Integer.parseInt(canonical.substring(0, e) + "0".repeat(exponent)) : -1;
  }

  /** Tells that a value is of the wrong type. */
  void wrong(String key, String must, String example) {
    report(key + " must be " + must + " such as " + example + ", not " + get(key).called());
  }
}
