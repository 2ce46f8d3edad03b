package etl.spec.file;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Finds what was probably meant by a word that is not known. */
final class Nearest {
  /** What others call our keys and types. */
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("path", "pointer"),
          Map.entry("field", "pointer"),
          Map.entry("jsonpath", "pointer"),
          Map.entry("size", "length"),
          Map.entry("max_length", "length"),
          Map.entry("nullable", "required"),
          Map.entry("optional", "required"),
          Map.entry("not_null", "required"),
          Map.entry("pii", "masked"),
          Map.entry("hash", "masked"),
          Map.entry("timezone", "zone"),
          Map.entry("filter", "when"),
          Map.entry("if", "when"),
          Map.entry("foreach", "each"),
          Map.entry("default", "otherwise"),
          Map.entry("string", "text"),
          Map.entry("char", "varchar"),
          Map.entry("int", "integer"),
          Map.entry("int4", "integer"),
          Map.entry("smallint", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("long", "bigint"),
          Map.entry("decimal", "numeric"),
          Map.entry("number", "numeric"),
          Map.entry("money", "numeric"),
          Map.entry("float", "double"),
          Map.entry("float8", "double"),
          Map.entry("real", "double"),
          Map.entry("double precision", "double"),
          Map.entry("bool", "boolean"),
          Map.entry("timestamp", "timestamptz"),
          Map.entry("datetime", "timestamptz"),
          Map.entry("json", "jsonb"),
          Map.entry("object", "jsonb"),
          Map.entry("array", "text[]"),
          Map.entry("sha256", "hash"),
          Map.entry("encoding", "encoded"),
          Map.entry("gzip", "base64+gzip"),
          Map.entry("envelopes", "unwrap"),
          Map.entry("ip", "inet"));

  private Nearest() {}

  /** The known word that is nearest; empty if none is near. */
  static String to(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    String meant = SYNONYMS.get(lower);
    if (meant != null && known.contains(meant)) {
      return meant;
    }
    String nearest = "";
    int least = Math.max(1, lower.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** How many letters must be added, removed, replaced, or swapped with their neighbours. */
  static int distance(String a, String b) {
    if (a.length() > b.length() * 2 + 2) {
      return Integer.MAX_VALUE;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
