package etl.spec.file;

import java.util.List;

/** What problems quote of a file. */
final class Words {
  private static final int LONGEST = 80;

  private Words() {}

  /** In double quotes, on one line, and not too long. */
  static String quoted(String text) {
    return '"' + plain(text) + '"';
  }

  /** On one line and not too long. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            c -> {
              if (isPrintable(c)) {
                plain.appendCodePoint(c);
              } else {
                plain.append(String.format("\\u%04x", c));
              }
            });
    return plain + (text.codePointCount(0, text.length()) > LONGEST ? "..." : "");
  }

  /** As people list them: {@code a, b and c}. */
  static String list(List<String> words, String last) {
    int most = words.size() - 1;
    return most < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, most)) + " " + last + " " + words.get(most);
  }

  /** What a word of the file is not, and what it may have been meant to be. */
  static String unknown(String what, String word, List<String> known) {
    String nearest = Nearest.to(word, known);
    String hint =
        nearest.isEmpty() ? "known are " + list(known, "and") : "did you mean \"" + nearest + "\"?";
    return "unknown %s %s, %s".formatted(what, quoted(word), hint);
  }

  static boolean isStorable(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }

  /** Whether it can stand in a line of text as it is. */
  static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
