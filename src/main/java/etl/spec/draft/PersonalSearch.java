package etl.spec.draft;

import etl.json.JsonKind;
import etl.spec.ColumnType.Base;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for what is personal in a place, by names and values, and in all that is below it. */
final class PersonalSearch {
  private static final String ABOUT = "about";
  private static final String PEOPLE = "people";

  /** What stands below these is of the same kind, whatever it is called. */
  private static final Set<Personal> DEEP =
      Set.of(
          Personal.IP_ADDRESS,
          Personal.EMAIL,
          Personal.PHONE,
          Personal.BIRTH,
          Personal.SECRET,
          Personal.NUMBER);

  /** But these are as often something else with parts of its own. */
  private static final Set<String> SHALLOW = Set.of("session", "mobile", "cell");

  private static final Set<String> NAME = Set.of("name", "names", "nm");

  private PersonalSearch() {}

  /**
   * The kind of the texts and numbers there; null if they do not look personal.
   *
   * @param names from the event's top to the place
   * @param siblings the names beside it, its own included
   */
  static Personal kindOf(Shape shape, List<String> names, Set<String> siblings) {
    Personal byName = byNames(names, siblings);
    if (byName != null && fits(byName, shape.candidates())) {
      return byName;
    }
    boolean version =
        !names.isEmpty() && Vocabulary.words(names.get(names.size() - 1)).contains("version");
    return version && shape.held() == Personal.IP_ADDRESS ? null : shape.held();
  }

  private static boolean fits(Personal kind, Candidates values) {
    boolean numbers = values.areAll(JsonKind.NUMBER);
    if (values.areAll(JsonKind.BOOLEAN) || values.count() == 0) {
      return false;
    }
    return switch (kind) {
      case BIRTH -> true;
      // A person's number is what a user_id is.
      case PERSON -> !numbers && !values.take(Base.UUID) && !isTime(values);
      case EMAIL, SECRET -> !numbers && !isTime(values);
      default -> !isTime(values);
    };
  }

  private static boolean isTime(Candidates values) {
    return values.take(Base.TIMESTAMPTZ) || values.areLocalTimes() || values.take(Base.DATE);
  }

  /** The kind of anything personal there or below; null if nothing looks so. */
  static Personal kindIn(Shape shape, List<String> names, Set<String> siblings) {
    Personal own = shape.scalars() > 0 ? kindOf(shape, names, siblings) : shape.held();
    if (own != null || isKeyedByValues(shape, names)) {
      return own == null ? Personal.KEY : own;
    }
    for (Map.Entry<String, Shape> member : shape.members().entrySet()) {
      Personal found =
          kindIn(member.getValue(), below(names, member.getKey()), shape.members().keySet());
      if (found != null) {
        return found;
      }
    }
    return shape.elements() == null ? null : kindIn(shape.elements(), names, siblings);
  }

  /** Whether the keys of an object are values, by themselves or by its name. */
  static boolean isKeyedByValues(Shape shape, List<String> names) {
    return shape.isKeyedByValues()
        || (shape.isObject() && !names.isEmpty() && arePeople(names.get(names.size() - 1), shape));
  }

  /**
   * Whether an object's name says that its keys are people, or what is personal of them: {@code
   * by_user}, or {@code users} of nothing but objects.
   */
  private static boolean arePeople(String name, Shape shape) {
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

  static List<String> below(List<String> names, String name) {
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return longer;
  }

  /** The kind that the names alone tell of; null for none. */
  private static Personal byNames(List<String> names, Set<String> siblings) {
    if (names.isEmpty()) {
      return null;
    }
    int last = names.size() - 1;
    List<String> words = Vocabulary.words(names.get(last));
    List<String> parent = last == 0 ? List.of() : Vocabulary.words(names.get(last - 1));
    String owner = parent.isEmpty() ? "" : parent.get(parent.size() - 1);
    Vocabulary.Found own = Vocabulary.find(words);
    Personal kind = own == null ? null : known(own, words);
    if (kind == Personal.PERSON && Vocabulary.is(owner, "things") && words.contains("name")) {
      // A repository has a full name too.
      kind = null;
    } else if (kind == null && !parent.isEmpty()) {
      List<String> both = new ArrayList<>(parent);
      both.addAll(words);
      Vocabulary.Found found = Vocabulary.find(both);
      // One that begins in the parent's name and ends in this one's, as device/id does.
      kind = found != null && found.end() > parent.size() ? known(found, both) : null;
    }
    if (kind == null && (isName(words, owner, siblings) || isWho(words))) {
      kind = Personal.PERSON;
    }
    return kind == null ? ofAncestors(names.subList(0, last), words) : kind;
  }

  /** Null where the words behind it say that it is only about such a thing. */
  private static Personal known(Vocabulary.Found found, List<String> words) {
    return Vocabulary.anyOf(words.subList(found.end(), words.size()), ABOUT) ? null : found.kind();
  }

  private static boolean isName(List<String> words, String owner, Set<String> siblings) {
    int last = words.size() - 1;
    if (last < 0 || !NAME.contains(Vocabulary.unnumbered(words.get(last)))) {
      return false;
    } else if (last > 0) {
      return Vocabulary.is(words.get(last - 1), PEOPLE);
    }
    return Vocabulary.is(owner, PEOPLE)
        || (!Vocabulary.is(owner, "things")
            && siblings.stream()
                .noneMatch(name -> Vocabulary.anyOf(Vocabulary.words(name), "siblings")));
  }

  /** Whether it is somebody: {@code author}, {@code customer}. */
  private static boolean isWho(List<String> words) {
    return !words.isEmpty() && Vocabulary.is(words.get(words.size() - 1), PEOPLE);
  }

  private static Personal ofAncestors(List<String> ancestors, List<String> words) {
    if (Vocabulary.anyOf(words, ABOUT)) {
      return null;
    }
    for (String ancestor : ancestors) {
      List<String> above = Vocabulary.words(ancestor);
      Vocabulary.Found found = Vocabulary.find(above);
      if (found != null
          && DEEP.contains(found.kind())
          && !SHALLOW.contains(found.name())
          && known(found, above) != null) {
        return found.kind();
      }
    }
    return null;
  }
}
