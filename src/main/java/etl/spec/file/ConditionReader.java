package etl.spec.file;

import etl.json.JsonKind;
import etl.json.JsonNumber;
import etl.spec.Condition;
import etl.spec.Condition.Operator;
import etl.spec.Condition.Scalar;
import etl.spec.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which messages are an event. */
final class ConditionReader {
  private static final List<String> OPERATORS = List.of("equals", "in", "prefix", "exists");

  private ConditionReader() {}

  /** The tests of an event; those that make sense. */
  static List<Condition> read(Node event) {
    List<Condition> read = new ArrayList<>();
    Json when = event.get("when");
    if (when instanceof Json.Array array) {
      if (array.elements().isEmpty()) {
        event.report("when is an empty list, leave it out of an event that fits every message");
      }
      for (int i = 0; i < array.elements().size(); i++) {
        add(array.elements().get(i), event, "when " + (i + 1) + ": ", read);
      }
    } else if (when != null) {
      add(when, event, "when: ", read);
    }
    return read;
  }

  private static void add(Json json, Node event, String place, List<Condition> read) {
    event.inside(json, place).flatMap(ConditionReader::condition).ifPresent(read::add);
  }

  private static Optional<Condition> condition(Node test) {
    if (test.has("root")) {
      test.report("there is no root in a test, write pointer: it leads into the whole event");
    } else {
      test.checkKeys(Keys.TEST);
    }
    Source source = test.has("root") ? null : SourceReader.read(test, SourceReader.OF_TEST);
    List<String> operators = test.of(OPERATORS);
    if (operators.size() != 1) {
      test.reportChoice(OPERATORS, "; several tests are an array");
      return Optional.empty();
    }
    String operator = operators.get(0);
    if (operator.equals("exists")) {
      boolean exists = test.flag("exists", true);
      return condition(source, exists ? Operator.EXISTS : Operator.ABSENT, List.of());
    }
    List<Scalar> operands = operands(test, operator);
    if (source != null && source.kind() == Source.Kind.ATTRIBUTE) {
      checkTexts(test, operator, operands);
    }
    return condition(source, operator.equals("prefix") ? Operator.PREFIX : Operator.IN, operands);
  }

  private static Optional<Condition> condition(
      Source source, Operator operator, List<Scalar> operands) {
    boolean usable = source != null && operands != null;
    return usable ? Optional.of(new Condition(source, operator, operands)) : Optional.empty();
  }

  /** What is compared with; null where that cannot be told. */
  private static List<Scalar> operands(Node test, String operator) {
    Json value = test.get(operator);
    if (operator.equals("in")) {
      if (!(value instanceof Json.Array array) || array.elements().isEmpty()) {
        test.report("in must be an array of at least one text, number, true, false or null");
        return null;
      }
      return scalars(test, operator, array.elements());
    } else if (operator.equals("prefix") && !value.is(JsonKind.STRING)) {
      test.wrong("prefix", "a text", "\"order.\"");
      return null;
    }
    return scalars(test, operator, List.of(value));
  }

  private static List<Scalar> scalars(Node test, String operator, List<Json> values) {
    List<Scalar> scalars = new ArrayList<>();
    for (Json value : values) {
      if (!(value instanceof Json.Scalar scalar)) {
        String several = value instanceof Json.Array ? "; for one of several, write in" : "";
        test.report(
            "%s compares a text, a number, true, false or null, not %s%s",
            operator, value.called(), several);
        return null;
      }
      boolean number = scalar.kind() == JsonKind.NUMBER;
      String canonical = number ? JsonNumber.canonical(scalar.value()) : scalar.value();
      scalars.add(new Scalar(scalar.kind(), canonical));
    }
    return scalars;
  }

  private static void checkTexts(Node test, String operator, List<Scalar> operands) {
    if (operands != null && operands.stream().anyMatch(o -> o.kind() != JsonKind.STRING)) {
      test.report(
          "attributes are text, so that %s never holds for anything else, write it in quotation"
              + " marks",
          operator);
    }
  }
}
