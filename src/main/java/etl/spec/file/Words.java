package etl.spec.file;

import etl.doctor.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What problems quote of a file, and what was probably meant by a word that is not known. */
final class Words {
  private static final int LONGEST = 80;

  /** Behind each of our keys and types, what others call it. */
  private static final String SYNONYMS =
      """
      pointer: path, field, jsonpath
      length: size, max_length
      required: nullable, optional, not_null
      masked: pii, hash
      zone: timezone
      when: filter, if
      each: foreach
      otherwise: default
      text: string
      varchar: char
      integer: int, int4, smallint
      bigint: int8, long
      numeric: decimal, number, money
      double: float, float8, real, double precision
      boolean: bool
      timestamptz: timestamp, datetime
      jsonb: json, object
      text[]: array
      hash: sha256
      encoded: encoding
      base64+gzip: gzip
      unwrap: envelopes
      inet: ip
      """;

  private static final Map<String, String> MEANT =
      SYNONYMS
          .lines()
          .map(line -> line.split(": "))
          .flatMap(line -> Stream.of(line[1].split(", ")).map(word -> Map.entry(word, line[0])))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private Words() {}

  /** In double quotes, on one line, and not too long. */
  static String quoted(String text) {
    return '"' + plain(text) + '"';
  }

  /** On one line and not too long. */
  static String plain(String text) {
    String plain =
        text.codePoints()
            .limit(LONGEST)
            .mapToObj(c -> isPrintable(c) ? Character.toString(c) : String.format("\\u%04x", c))
            .collect(Collectors.joining());
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
    String nearest = nearest(word, known);
    String hint =
        nearest.isEmpty() ? "known are " + list(known, "and") : "did you mean \"" + nearest + "\"?";
    return "unknown %s %s, %s".formatted(what, quoted(word), hint);
  }

  /** The known word that is nearest; empty if none is near. */
  static String nearest(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    String meant = MEANT.get(lower);
    if (meant != null && known.contains(meant)) {
      return meant;
    }
    String nearest = "";
    int least = Math.max(1, lower.length() / 3) + 1;
    for (String candidate : known) {
      // A word that is much longer is not compared, however long it is.
      int distance =
          lower.length() > candidate.length() * 2 + 2
              ? least
              : Spelling.distance(lower, candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
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
