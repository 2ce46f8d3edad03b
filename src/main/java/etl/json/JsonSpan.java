package etl.json;

import java.util.Objects;

/**
 * A text that is to be read as JSON, or a value within a larger text that has been read already.
 *
 * @param text the larger text
 */
public record JsonSpan(String text, int from, int to) {
  public JsonSpan {
    Objects.requireNonNull(text, "text");
    Objects.checkFromToIndex(from, to, text.length());
  }

  /** A whole text. */
  public static JsonSpan of(String text) {
    return new JsonSpan(text, 0, text.length());
  }

  /** As it is written. */
  public String written() {
    return text.substring(from, to);
  }

  /** Reads it from its beginning. */
  public JsonScanner scanner() {
    return new JsonScanner(this);
  }

  /** Its place only, never the text. */
  @Override
  public String toString() {
    return "JsonSpan[" + from + ", " + to + "]";
  }
}
