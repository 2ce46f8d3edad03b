package etl.spec.draft;

import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
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
    try {
      JsonScanner scanner = new JsonScanner(body);
      Optional<String> text = Optional.empty();
      if (!scanner.take('{') || scanner.take('}')) {
        return text;
      }
      do {
        scanner.name();
        boolean found = scanner.is(name) && scanner.kind() == JsonKind.STRING;
        scanner.skipValue();
        text = found ? Optional.of(scanner.value()) : text;
      } while (scanner.more('}'));
      return text;
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
