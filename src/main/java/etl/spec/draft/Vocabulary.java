package etl.spec.draft;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the words in names of fields mean. */
final class Vocabulary {
  private static final String RESOURCE = "words.txt";

  /** More words than any name in it has. */
  private static final int MOST_WORDS = 5;

  private static final Map<String, Set<String>> LISTS = read();
  private static final Map<String, Personal> PERSONAL = personal();

  private Vocabulary() {}

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
        found =
            found == null ? named(before + FieldWords.unnumbered(words.get(end)), end + 1) : found;
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
        if (FieldWords.unnumbered(words.get(i)).endsWith(ending)) {
          return new Found(PERSONAL.get(ending), ending, i + 1);
        }
      }
    }
    return null;
  }

  /** Whether one of the words is in the list. */
  static boolean anyOf(List<String> words, String list) {
    return words.stream().anyMatch(word -> is(word, list));
  }

  static boolean is(String word, String list) {
    Set<String> known = LISTS.get(list);
    return known.contains(word) || known.contains(FieldWords.unnumbered(word));
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
    Map<String, Set<String>> lists = new HashMap<>();
    try (InputStream in = Vocabulary.class.getResourceAsStream(RESOURCE)) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && line.charAt(0) != '#')
          .map(line -> line.split(": "))
          .forEach(
              line ->
                  lists
                      .computeIfAbsent(line[0], name -> new HashSet<>())
                      .addAll(List.of(line[1].split(" "))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lists;
  }
}
