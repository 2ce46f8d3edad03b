package etl.spec.file;

import etl.json.JsonKind;
import etl.json.JsonNumber;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An object of a spec's file; tells what is wrong with its members.
 *
 * @param where its place in the file: empty for the whole file; else with a colon and a space at
 *     its end
 * @param problems all that is wrong with the file
 */
record Node(Json.Members json, String where, List<String> problems) {
  /** Of a whole number that any key takes. */
  private static final int MOST_DIGITS = 9;

  /** The object that the value is; if it is none, that is a problem. */
  static Optional<Node> of(Json json, String where, List<String> problems) {
    if (json instanceof Json.Members members) {
      return Optional.of(new Node(members, where, problems));
    }
    problems.add(where + "must be an object, not " + json.called());
    return Optional.empty();
  }

  /** The same of a value in this one. */
  Optional<Node> inside(Json value, String place) {
    return of(value, where + place, problems);
  }

  /** The same object under the name that it gives itself. */
  Node named(String place) {
    return new Node(json, place, problems);
  }

  void report(String problem) {
    problems.add(where + problem);
  }

  /** The same with values in the places of its {@code %s}. */
  void report(String problem, Object... values) {
    report(problem.formatted(values));
  }

  void reportChoice(List<String> keys, String hint) {
    List<String> given = of(keys);
    if (given.isEmpty()) {
      report("needs exactly one of %s", Words.list(keys, "or"));
    } else {
      report("has %s, keep one of them%s", Words.list(given, "and"), hint);
    }
  }

  /** Tells of names that stand twice; null is none. */
  void checkDistinct(String what, Stream<String> names) {
    Set<String> seen = new HashSet<>();
    names
        .filter(name -> name != null && !seen.add(name))
        .distinct()
        .forEach(name -> report("%s %s: stands twice, rename one", what, Words.plain(name)));
  }

  boolean has(String key) {
    return json.members().containsKey(key);
  }

  /** Whether it has an unknown key that was probably meant to be this one. */
  boolean hasLike(String key, Keys known) {
    return json.members().keySet().stream()
        .anyMatch(given -> !known.has(given) && Words.nearest(given, known.keys()).equals(key));
  }

  Json get(String key) {
    return json.members().get(key);
  }

  /** The elements of an array; none where nothing stands there, or something else. */
  List<Json> array(String key) {
    if (get(key) instanceof Json.Array array) {
      return array.elements();
    } else if (has(key)) {
      report("%s must be an array, not %s", key, get(key).called());
    }
    return List.of();
  }

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

  /** The one of these whose name in lower case a text is; the default if there is none. */
  <E extends Enum<E>> E oneOf(String key, String example, List<E> known, E otherwise) {
    List<String> names = known.stream().map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    List<String> quoted = names.stream().map(Words::quoted).toList();
    String text = text(key, Words.quoted(example));
    if (text == null || names.contains(text)) {
      return text == null ? otherwise : known.get(names.indexOf(text));
    }
    report("%s must be %s, not %s", key, Words.list(quoted, "or"), Words.quoted(text));
    return otherwise;
  }

  /** True or false; the default if there is neither. */
  boolean flag(String key, boolean otherwise) {
    Json value = get(key);
    if (value == null || value.is(JsonKind.BOOLEAN)) {
      return value == null ? otherwise : ((Json.Scalar) value).value().equals("true");
    }
    report("%s must be true or false, not %s", key, value.called());
    return otherwise;
  }

  /** A whole number in these limits; -1 if there is none or something else. */
  int whole(String key, int least, int most) {
    Json value = get(key);
    if (value == null) {
      return -1;
    }
    int number =
        value.is(JsonKind.NUMBER) ? whole(new JsonNumber(((Json.Scalar) value).value())) : -1;
    if (number < least || number > most) {
      report("%s must be a whole number from %d to %d", key, least, most);
      return -1;
    }
    return number;
  }

  /** By its value: {@code 1.0} is 1. */
  private static int whole(JsonNumber number) {
    boolean fits =
        number.decimals() == 0 && !number.isNegative() && number.wholeDigits() <= MOST_DIGITS;
    return fits ? (int) number.inUnitsOf(0) : -1;
  }

  void wrong(String key, String must, String example) {
    report("%s must be %s such as %s, not %s", key, must, example, get(key).called());
  }
}
