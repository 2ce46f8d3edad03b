package etl.spec.draft;

import etl.envelope.EncodedText;
import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Adds JSON texts to a shape, and looks into texts in them that are JSON or Base64 themselves. */
final class ShapeReader {
  /** Deeper, nothing is looked at; each level takes a call of its own. */
  private static final int DEEPEST = 64;

  /** What a text in a text in a text holds is not looked for. */
  private static final int MOST_NESTED = 3;

  private static final Pattern BASE64 = Pattern.compile("[\\w+/-]{8,}={0,2}");

  private final JsonScanner scanner;
  private final int nesting;

  private ShapeReader(String text, int nesting) {
    this.scanner = new JsonScanner(text);
    this.nesting = nesting;
  }

  /**
   * Adds a text.
   *
   * @param text valid JSON
   * @param nesting how many texts of JSON it stands in
   */
  static void read(String text, Shape shape, int nesting) {
    try {
      new ShapeReader(text, nesting).value(shape, 0);
    } catch (NotJsonException e) {
      throw new IllegalArgumentException("not JSON");
    }
  }

  private void value(Shape shape, int depth) throws NotJsonException {
    JsonKind kind = scanner.kind();
    int start = scanner.position();
    if (depth > DEEPEST) {
      scanner.skipValue();
      shape.addUnknown();
    } else if (kind == JsonKind.OBJECT) {
      members(shape, depth);
      shape.addObject(scanner.written(start));
    } else if (kind == JsonKind.ARRAY) {
      boolean texts = elements(shape, depth);
      shape.addArray(scanner.written(start), texts);
    } else {
      scanner.skipValue();
      shape.addScalar(kind, scanner.value(), scanner.written(start));
      if (kind == JsonKind.STRING) {
        hidden(scanner.value(), nesting).ifPresent(shape::addHeld);
      }
    }
  }

  private void members(Shape shape, int depth) throws NotJsonException {
    scanner.take('{');
    if (scanner.take('}')) {
      return;
    }
    Set<String> seen = new HashSet<>();
    do {
      scanner.name();
      String name = scanner.value();
      Shape member = shape.member(name);
      if (member == null) {
        scanner.skipValue();
        continue;
      }
      if (!seen.add(name)) {
        member.addRepeated();
      }
      value(member, depth + 1);
    } while (scanner.more('}'));
  }

  private boolean elements(Shape shape, int depth) throws NotJsonException {
    boolean texts = true;
    scanner.take('[');
    if (!scanner.take(']')) {
      do {
        JsonKind kind = scanner.kind();
        texts = texts && (kind == JsonKind.STRING || kind == JsonKind.NULL);
        value(shape.element(), depth + 1);
      } while (scanner.more(']'));
    }
    return texts;
  }

  /** Something personal in a text that is not so as it stands, but decoded or read. */
  private static Optional<Personal> hidden(String text, int nesting) {
    if (nesting == MOST_NESTED) {
      return Optional.empty();
    } else if (isContainer(text)) {
      Shape shape = new Shape();
      read(text, shape, nesting + 1);
      return Optional.ofNullable(PersonalSearch.kindIn(shape, List.of(), Set.of()));
    }
    return EncodedText.probable(text)
        .or(() -> plain(text))
        .flatMap(
            decoded ->
                hidden(decoded, nesting + 1)
                    .or(() -> Optional.ofNullable(PersonalValues.kindOf(decoded))));
  }

  private static boolean isContainer(String text) {
    try {
      JsonKind kind = JsonScanner.kindOf(text);
      return kind == JsonKind.OBJECT || kind == JsonKind.ARRAY;
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
