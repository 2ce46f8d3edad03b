package etl.spec.draft;

import etl.json.JsonKind;
import etl.spec.ColumnType.Base;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for what is personal in a place, by names and values, and in all that is below it. */
final class PersonalSearch {
  private PersonalSearch() {}

  /**
   * The kind of the texts and numbers there; null if they do not look personal.
   *
   * @param names from the event's top to the place
   * @param siblings the names beside it, its own included
   */
  static Personal kindOf(Shape shape, List<String> names, Set<String> siblings) {
    Personal byName = PersonalNames.kindOf(names, siblings);
    if (byName != null && fits(byName, shape.candidates())) {
      return byName;
    }
    boolean version =
        !names.isEmpty() && FieldWords.of(names.get(names.size() - 1)).contains("version");
    return version && shape.held() == Personal.IP_ADDRESS ? null : shape.held();
  }

  /** Whether values such as these can be of that kind. */
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
  static Personal kindIn(Shape shape, List<String> names) {
    return kindIn(shape, names, Set.of());
  }

  private static Personal kindIn(Shape shape, List<String> names, Set<String> siblings) {
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
        || (shape.isObject()
            && !names.isEmpty()
            && Keys.arePeople(names.get(names.size() - 1), shape));
  }

  static List<String> below(List<String> names, String name) {
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return longer;
  }
}
