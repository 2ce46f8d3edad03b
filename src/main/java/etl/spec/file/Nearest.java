package etl.spec.file;

import etl.doctor.Spelling;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what was probably meant by a word that is not known. */
final class Nearest {
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

  private Nearest() {}

  /** The known word that is nearest; empty if none is near. */
  static String to(String word, Collection<String> known) {
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
}
