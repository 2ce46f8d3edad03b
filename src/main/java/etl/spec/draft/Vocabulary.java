package etl.spec.draft;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words in names of fields, and what they mean. */
final class Vocabulary {
  private static final String RESOURCE = "words.txt";

  /** More words than any name in it has. */
  private static final int MOST_WORDS = 5;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");

  // Between "user" and "Id", and between "IP" and "Address".
  private static final Pattern HUMPS =
      Pattern.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  // These would be split before their last letter.
  private static final Pattern PLURALS = Pattern.compile("(IP|ID|URL)(s|v\\d)(?![a-z])");

  private static final Pattern DIGITS = Pattern.compile("\\d+$");

  private static final Map<String, Set<String>> LISTS = read();
  private static final Map<String, Personal> PERSONAL = personal();

  private Vocabulary() {}

  /**
   * The words of a field's name, in whatever style it is written: in lower case, without accents,
   * {@code client, ip} of {@code clientIP}.
   */
  static List<String> words(String name) {
    String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    plain =
        PLURALS
            .matcher(plain)
            .replaceAll(found -> found.group(1).charAt(0) + lower(found.group().substring(1)));
    List<String> words = new ArrayList<>();
    for (String part : SEPARATORS.split(plain)) {
      for (String word : HUMPS.split(part)) {
        if (!word.isEmpty()) {
          words.add(lower(word));
        }
      }
    }
    return List.copyOf(words);
  }

  /** The word without a number at its end: {@code line} of {@code line1}. */
  static String unnumbered(String word) {
    String bare = DIGITS.matcher(word).replaceAll("");
    return bare.isEmpty() ? word : bare;
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** A name of something personal, and after how many of the field's words it ends. */
  record Found(Personal kind, String name, int end) {}

  /** The longest name of something personal that these words contain; null for none. */
  static Found find(List<String> words) {
    Found longest = null;
    for (int from = 0; from < words.size(); from++) {
      StringBuilder name = new StringBuilder();
      for (int end = from; end < Math.min(words.size(), from + MOST_WORDS); end++) {
        String before = name.toString();
        name.append(words.get(end));
        Found found = named(name.toString(), end + 1);
        found = found == null ? named(before + unnumbered(words.get(end)), end + 1) : found;
        if (found != null && (longest == null || found.name.length() > longest.name.length())) {
          longest = found;
        }
      }
    }
    return longest == null && !words.isEmpty() ? ending(words) : longest;
  }

  private static Found named(String name, int end) {
    Personal kind = PERSONAL.get(name);
    return kind == null ? null : new Found(kind, name, end);
  }

  private static Found ending(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      for (String ending : LISTS.get("endings")) {
        if (unnumbered(words.get(i)).endsWith(ending)) {
          return new Found(PERSONAL.get(ending), ending, i + 1);
        }
      }
    }
    return null;
  }

  static boolean anyOf(List<String> words, String list) {
    return words.stream().anyMatch(word -> is(word, list));
  }

  static boolean is(String word, String list) {
    Set<String> known = LISTS.get(list);
    return known.contains(word) || known.contains(unnumbered(word));
  }

  private static Map<String, Personal> personal() {
    Map<String, Personal> kinds = new HashMap<>();
    for (Personal kind : Personal.values()) {
      LISTS
          .getOrDefault(kind.name().toLowerCase(Locale.ROOT), Set.of())
          .forEach(name -> kinds.put(name, kind));
    }
    return Map.copyOf(kinds);
  }

  private static Map<String, Set<String>> read() {
    try (InputStream in = Vocabulary.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && line.charAt(0) != '#')
          .map(line -> line.split(": "))
          .collect(
              Collectors.groupingBy(
                  line -> line[0],
                  Collectors.flatMapping(
                      line -> Stream.of(line[1].split(" ")), Collectors.toSet())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
