package etl.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A message for the sandbox's queue.
 *
 * @param attributes its attributes, all of type String, by name
 */
public record SandboxEvent(String body, Map<String, String> attributes) {
  /** SQS's longest message in bytes, attributes included. */
  static final int LONGEST = 1 << 20;

  private static final int MOST_ATTRIBUTES = 10;

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
    } else if (!isSendable(body) || !attributes.values().stream().allMatch(SandboxEvent::isValue)) {
      return Optional.of("holds characters that SQS does not take, or an empty attribute");
    }
    return Optional.empty();
  }

  private static boolean isValue(String attribute) {
    return !attribute.isEmpty() && isSendable(attribute);
  }

  /** Whether these are the characters of XML 1.0, as SQS has it. */
  private static boolean isSendable(String text) {
    return text.codePoints()
        .allMatch(
            c ->
                c == '\t'
                    || c == '\n'
                    || c == '\r'
                    || (c >= 0x20 && c <= 0xd7ff)
                    || (c >= 0xe000 && c <= 0xfffd)
                    || c >= 0x10000);
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
