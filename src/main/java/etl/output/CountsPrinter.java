package etl.output;

import etl.environment.ProcessContext;
import etl.environment.TextOrJson;
import etl.json.JsonLine;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/** Prints a few named values, of which one may be named values itself. */
public final class CountsPrinter {
  private CountsPrinter() {}

  /**
   * Prints them as a result.
   *
   * @param title what people read for a name
   */
  public static void print(
      Map<String, ?> figures,
      TextOrJson format,
      UnaryOperator<String> title,
      ProcessContext process) {
    String report = format == TextOrJson.JSON ? JsonLine.of(figures) : text(figures, title);
    Output.print(report + '\n', process);
  }

  /** One line each. */
  static String text(Map<String, ?> figures) {
    return text(figures, CountsPrinter::words);
  }

  private static String text(Map<String, ?> figures, UnaryOperator<String> title) {
    StringJoiner lines = new StringJoiner("\n");
    figures.forEach((name, value) -> lines(lines, title.apply(name), value));
    return lines.toString();
  }

  /** The name with spaces for its underscores. */
  public static String words(String name) {
    return name.replace('_', ' ');
  }

  private static void lines(StringJoiner lines, String name, Object value) {
    if (value instanceof Map<?, ?> more) {
      more.forEach((key, figure) -> lines(lines, name + " " + key, figure));
    } else {
      // A name may be longer than its column.
      lines.add("%-19s %s".formatted(name, value));
    }
  }
}
