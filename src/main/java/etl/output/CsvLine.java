package etl.output;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Comma-separated values, quoted as RFC 4180 says. */
final class CsvLine {
  private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");

  private CsvLine() {}

  /** One record, without the line's end. */
  static String of(String... fields) {
    return Stream.of(fields).map(CsvLine::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String text) {
    return SPECIAL.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
