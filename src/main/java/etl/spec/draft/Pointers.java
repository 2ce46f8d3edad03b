package etl.spec.draft;

import java.util.List;

/** Writes JSON Pointers. */
final class Pointers {
  private Pointers() {}

  /** The pointer (RFC 6901) of these tokens. */
  static String of(List<String> tokens) {
    StringBuilder pointer = new StringBuilder();
    for (String token : tokens) {
      pointer.append('/').append(token.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
