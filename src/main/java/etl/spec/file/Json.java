package etl.spec.file;

import etl.json.JsonKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A JSON value of a spec's file. */
sealed interface Json {
  /** A string by its text; a number, a boolean or null by its literal. */
  record Scalar(JsonKind kind, String value) implements Json {}

  record Array(List<Json> elements) implements Json {}

  /** An object; of members that stand twice the first, and their names. */
  record Members(Map<String, Json> members, Set<String> repeated) implements Json {}

  /** What it is, as people say it. */
  default String called() {
    if (this instanceof Scalar scalar) {
      return switch (scalar.kind()) {
        case STRING -> "a text";
        case NUMBER -> "a number";
        case NULL -> "null";
        default -> scalar.value();
      };
    }
    return this instanceof Array ? "an array" : "an object";
  }

  default boolean is(JsonKind kind) {
    return this instanceof Scalar scalar && scalar.kind() == kind;
  }
}
