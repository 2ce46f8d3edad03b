package etl.spec.draft;

import etl.json.FieldNode;
import etl.json.FieldValues;
import etl.json.JsonSpan;
import etl.json.NotJsonException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message to draft a spec from.
 *
 * @param body valid JSON
 */
record Sample(String body, Map<String, String> attributes) {
  Sample {
    attributes = Map.copyOf(attributes);
  }

  /** The text of a member of its object; empty if there is none. */
  Optional<String> text(String name) {
    FieldNode root = FieldNode.root();
    FieldNode member = root.at(List.of(name));
    try {
      return Optional.ofNullable(FieldValues.of(JsonSpan.of(body), root).text(member));
    } catch (NotJsonException e) {
      throw new IllegalStateException("not JSON");
    }
  }

  /** Nothing of the message. */
  @Override
  public String toString() {
    return "Sample";
  }
}
