package etl.spec.draft;

import java.util.Map;

/**
 * A message to draft a spec from.
 *
 * @param body valid JSON
 */
record Sample(String body, Map<String, String> attributes) {
  Sample {
    attributes = Map.copyOf(attributes);
  }

  /** Nothing of the message. */
  @Override
  public String toString() {
    return "Sample";
  }
}
