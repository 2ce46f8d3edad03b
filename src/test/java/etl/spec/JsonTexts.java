package etl.spec;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** JSON texts of every kind, each written in one of the many ways that the grammar leaves open. */
public final class JsonTexts {
  private static final List<String> SPACE = List.of("", "", "", "", " ", "\t", "\n", "\r", " \r\n");

  private JsonTexts() {}

  /** Text of well-formed UTF-16 without NUL: what a database can hold. */
  public static Arbitrary<String> storable(int longest) {
    Arbitrary<Integer> codePoint =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(' ', '~')),
            Tuple.of(1, Arbitraries.integers().between(1, 0x1f)),
            Tuple.of(1, Arbitraries.integers().between(0x7f, 0xD7FF)),
            Tuple.of(1, Arbitraries.integers().between(0xE000, 0x10FFFF)));
    return codePoint
        .list()
        .ofMaxSize(longest)
        .map(l -> l.stream().map(Character::toString).collect(Collectors.joining()));
  }

  public static Arbitrary<String> numbers() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> whole = Arbitraries.oneOf(Arbitraries.just("0"), digits.map(d -> "1" + d));
    return Combinators.combine(
            Arbitraries.of("", "-"),
            whole,
            Arbitraries.oneOf(Arbitraries.just(""), digits.map(d -> "." + d)),
            Arbitraries.oneOf(
                Arbitraries.just(""),
                digits.map(d -> "e" + d),
                digits.map(d -> "E-" + d),
                digits.map(d -> "e+" + d)))
        .as((sign, before, after, exponent) -> sign + before + after + exponent);
  }

  /** A string as JSON writes it, some of its characters escaped. */
  public static String quoted(String text, Random choice) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      int named = "\"\\/\b\f\n\r\t".indexOf(c);
      if (named >= 0 && choice.nextBoolean()) {
        json.append('\\').append("\"\\/bfnrt".charAt(named));
      } else if (c < ' ' || c == '"' || c == '\\' || choice.nextInt(8) == 0) {
        json.append(String.format(choice.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  public static String space(Random choice) {
    return SPACE.get(choice.nextInt(SPACE.size()));
  }

  /** Values of every kind, nested up to some depth. */
  public static Arbitrary<String> values() {
    return Arbitraries.randomValue(random -> value(random, 4));
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> numbers().generator(1).next(random).value();
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> "null";
      case 3, 4 -> quoted(anyText(random), random);
      case 5 -> "[" + members(random, depth, false) + "]";
      default -> "{" + members(random, depth, true) + "}";
    };
  }

  private static String members(Random random, int depth, boolean named) {
    return random
        .ints(random.nextInt(4))
        .mapToObj(
            i ->
                space(random)
                    + (named ? quoted(anyText(random), random) + space(random) + ":" : "")
                    + space(random)
                    + value(random, depth - 1)
                    + space(random))
        .collect(Collectors.joining(","));
  }

  // Half pairs and NUL among it: JSON allows them.
  private static String anyText(Random random) {
    return random
        .ints(random.nextInt(6))
        .map(i -> random.nextInt(4) > 0 ? ' ' + random.nextInt(95) : i & 0xFFFF)
        .mapToObj(c -> String.valueOf((char) c))
        .collect(Collectors.joining());
  }
}
