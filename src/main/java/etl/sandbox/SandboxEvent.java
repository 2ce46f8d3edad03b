package etl.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message for the sandbox's queue.
 *
 * @param attributes its attributes, all of type String, by name
 */
public record SandboxEvent(String body, Map<String, String> attributes) {
  /** SQS's longest message in bytes, attributes included. */
  static final int LONGEST = 1 << 20;

  private static final int MOST_ATTRIBUTES = 10;

  /** The characters of XML 1.0, as SQS has it. */
  private static final Pattern SENDABLE =
      Pattern.compile("[\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]*");

  public SandboxEvent {
    Objects.requireNonNull(body, "body");
    attributes = Map.copyOf(attributes);
  }

  /** Why SQS does not take it; empty if it does. Quotes nothing of it. */
  public Optional<String> refusal() {
    if (bytes() > LONGEST) {
      return Optional.of("longer than 1 MiB, the most that SQS takes");
    } else if (attributes.size() > MOST_ATTRIBUTES) {
      return Optional.of("more than 10 attributes, the most that SQS takes");
    } else if (attributes.containsValue("")
        || !isSendable(body)
        || !attributes.values().stream().allMatch(SandboxEvent::isSendable)) {
      return Optional.of("holds characters that SQS does not take, or an empty attribute");
    }
    return Optional.empty();
  }

  private static boolean isSendable(String text) {
    return SENDABLE.matcher(text).matches();
  }

  /** What it takes of SQS's limit. */
  long bytes() {
    long bytes = length(body);
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      bytes += length(attribute.getKey()) + length(attribute.getValue()) + "String".length();
    }
    return bytes;
  }

  private static long length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Nothing of the event. */
  @Override
  public String toString() {
    return "SandboxEvent";
  }
}
