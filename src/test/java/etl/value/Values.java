package etl.value;

import etl.json.JsonKind;
import java.util.List;
import java.util.Random;

/** Readers as tests use them, and texts to try them on. */
final class Values {
  private Values() {}

  /** What is sent for a JSON string; null if the reader refuses it. */
  static String ofString(ValueReader reader, String text) {
    return of(reader, JsonKind.STRING, text);
  }

  /** What is sent for a value; null if the reader refuses it. */
  static String of(ValueReader reader, JsonKind kind, String text) {
    try {
      return reader.read(kind, text, true);
    } catch (Misfit e) {
      return null;
    }
  }

  /** Why the reader refuses a JSON string. */
  static Misfit misfit(ValueReader reader, JsonKind kind, String text) {
    try {
      throw new AssertionError("was taken: " + reader.read(kind, text, true));
    } catch (Misfit e) {
      return e;
    }
  }

  /** Most texts as they are, the others with some characters put in, taken out or replaced. */
  static String perhapsSpoilt(String text, String characters, Random random) {
    StringBuilder spoilt = new StringBuilder(text);
    for (int spoils = random.nextInt(2) * random.nextInt(3); spoils > 0; spoils--) {
      int at = random.nextInt(spoilt.length() + 1);
      char c = characters.charAt(random.nextInt(characters.length()));
      if (at == spoilt.length() || random.nextInt(3) == 0) {
        spoilt.insert(at, c);
      } else if (random.nextBoolean()) {
        spoilt.setCharAt(at, c);
      } else {
        spoilt.deleteCharAt(at);
      }
    }
    return spoilt.toString();
  }

  static <T> T oneOf(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
