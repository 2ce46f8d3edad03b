package etl.output;

import etl.environment.ProcessContext;
import etl.json.JsonLine;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/** Prints a few named values, of which one may be named values itself. */
public final class CountsPrinter {
  private CountsPrinter() {}

  /** Prints them as a result; for people, with spaces for the underscores of the names. */
  public static void print(Map<String, ?> figures, ReportFormat format, ProcessContext process) {
    print(figures, format, CountsPrinter::words, process);
  }

  /** Prints counts whose names are those of tables, which stay as they are. */
  public static void printTables(
      Map<String, ?> figures, ReportFormat format, ProcessContext process) {
    print(figures, format, UnaryOperator.identity(), process);
  }

  private static void print(
      Map<String, ?> figures,
      ReportFormat format,
      UnaryOperator<String> title,
      ProcessContext process) {
    String report = format == ReportFormat.JSON ? JsonLine.of(figures) : text(figures, title);
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

  private static String words(String name) {
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
