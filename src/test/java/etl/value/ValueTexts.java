package etl.value;

import static etl.value.Values.oneOf;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts of values, many of them on the edge of what a type holds. */
final class ValueTexts {
  private static final List<String> EDGES =
      List.of(
          "2147483647",
          "2147483648",
          "-2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "9999999999.99",
          "9999999999.995",
          "10000000000",
          "99999999999.9",
          "0",
          "-0",
          "0.0",
          "-0.00",
          "1e2",
          "1E+2",
          "100e-2",
          "0.01",
          "0.010",
          "0.001",
          "1.7976931348623157e308",
          "1.7976931348623159e308",
          "4.9e-324",
          "2.5e-324",
          "2.4e-324",
          "2.2250738585072011e-308",
          "-1e-400",
          "1e400");

  private ValueTexts() {}

  static String number(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> oneOf(random, EDGES);
      case 1 -> oneOf(random, EDGES) + exponent(random, 5);
      case 2 -> sign(random) + digits(random, 14) + "." + digits(random, 4).repeat(1);
      case 3 -> sign(random) + whole(random, 6) + "." + digits(random, 3) + exponent(random, 12);
      case 4 -> sign(random) + whole(random, 20) + exponent(random, 330);
      default ->
          sign(random)
              + whole(random, 12)
              + (random.nextBoolean() ? ".0" : "." + digits(random, 3));
    };
  }

  private static String sign(Random random) {
    return oneOf(random, List.of("", "", "-"));
  }

  private static String whole(Random random, int longest) {
    return random.nextInt(4) == 0 ? "0" : (1 + random.nextInt(9)) + digits(random, longest);
  }

  private static String digits(Random random, int longest) {
    return IntStream.range(0, 1 + random.nextInt(longest))
        .mapToObj(i -> oneOf(random, List.of("0", "0", "0", "1", "5", "9", "9")))
        .collect(Collectors.joining());
  }

  private static String exponent(Random random, int largest) {
    return oneOf(random, List.of("e", "E", "e+", "e-", "E-")) + random.nextInt(largest + 1);
  }

  static String date(Random random) {
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d",
        oneOf(random, List.of(0, 1, 4, 99, 100, 1582, 1900, 2000, 2024, 2026, 9999)),
        random.nextInt(14),
        oneOf(random, List.of(0, 1, 12, 28, 29, 30, 31, 32)));
  }

  static String time(Random random) {
    return (random.nextInt(5) == 0
            ? date(random)
            : oneOf(
                random,
                List.of(
                    "0001-01-01",
                    "0001-12-31",
                    "1969-12-31",
                    "2024-02-29",
                    "2026-03-29",
                    "9999-12-31")))
        + oneOf(random, List.of("T", "t", " "))
        + oneOf(
            random,
            List.of(
                "00:00:00", "02:30:00", "23:59:59", "23:59:60", "24:00:00", "12:60:00", "09:08:07"))
        + oneOf(random, List.of("", "", ".1", ".000001", ".999999", ".120", ".", ".0"))
        + oneOf(
            random,
            List.of(
                "Z", "Z", "z", "+00:00", "-00:00", "+02:00", "-15:59", "+15:59", "+16:00", "-23:59",
                "+24:00", "+01:60", "+0100", ""));
  }

  static String uuid(Random random) {
    String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
    return random.nextBoolean() ? uuid : uuid.toUpperCase(Locale.ROOT);
  }

  static String v4(Random random) {
    return IntStream.range(0, 4)
        .mapToObj(i -> oneOf(random, List.of("0", "1", "10", "127", "192", "255", "256", "01")))
        .collect(Collectors.joining("."));
  }

  static String v6(Random random) {
    int count = random.nextInt(4) == 0 ? random.nextInt(10) : 8;
    List<String> groups =
        Stream.generate(
                () ->
                    oneOf(
                        random,
                        List.of("0", "0", "0", "0000", "1", "ffff", "FFFF", "2001", "db8", "0a")))
            .limit(count)
            .toList();
    String text = String.join(":", groups);
    return switch (random.nextInt(4)) {
      case 0 -> text;
      // A run of zeros, or something else, in its short form.
      case 1 -> text.replaceFirst("(^|:)(0(:|$))+", "::");
      case 2 -> {
        int from = random.nextInt(count + 1);
        int to = from + random.nextInt(count - from + 1);
        yield String.join(":", groups.subList(0, from))
            + "::"
            + String.join(":", groups.subList(to, count));
      }
      default ->
          oneOf(
                  random,
                  List.of(
                      "::",
                      "::ffff:",
                      "::FFFF:",
                      "64:ff9b::",
                      "0:0:0:0:0:ffff:",
                      "1:2:3:4:5:6:",
                      "::1:"))
              + v4(random);
    };
  }

  static String address(Random random) {
    String address = random.nextBoolean() ? v4(random) : v6(random);
    return switch (random.nextInt(4)) {
      case 0 -> address + "/" + oneOf(random, List.of(0, 8, 24, 32, 33, 48, 64, 96, 127, 128, 129));
      case 1 ->
          address + oneOf(random, List.of("/", "/00", "/08", "%eth0", ":80", " ", "/-1", "/1024"));
      default -> address;
    };
  }
}
