package etl.spec.draft;

import etl.envelope.EncodedText;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks into texts that are JSON themselves, as they are, in Base64 or compressed. */
final class Hidden {
  /** What a text in a text in a text holds is not looked for. */
  private static final int DEEPEST = 3;

  private static final Pattern BASE64 = Pattern.compile("[\\w+/-]{8,}={0,2}");

  private Hidden() {}

  /**
   * The kind of something personal in a text that is not so as it stands.
   *
   * @param nesting how many such texts this one stands in
   */
  static Optional<Personal> in(String text, int nesting) {
    if (nesting == DEEPEST) {
      return Optional.empty();
    } else if (isContainer(text)) {
      Shape shape = new Shape();
      ShapeReader.read(text, shape, nesting + 1);
      return Optional.ofNullable(PersonalSearch.kindIn(shape, List.of()));
    }
    return EncodedText.probable(text)
        .or(() -> plain(text))
        .flatMap(
            decoded ->
                in(decoded, nesting + 1)
                    .or(() -> Optional.ofNullable(PersonalValues.kindOf(decoded))));
  }

  private static boolean isContainer(String text) {
    String stripped = text.strip();
    try {
      return (stripped.startsWith("{") || stripped.startsWith("["))
          && JsonScanner.kindOf(text) != null;
    } catch (NotJsonException e) {
      return false;
    }
  }

  /** What a text in Base64 without any JSON says. */
  private static Optional<String> plain(String text) {
    if (!BASE64.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
      String decoded = new String(bytes, StandardCharsets.UTF_8);
      return Optional.of(decoded)
          .filter(t -> t.chars().allMatch(c -> c >= ' ' && c != 0x7f && c != 0xfffd));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
