package etl.cli;

import java.util.Map;
import java.util.StringJoiner;

/** Writes a few numbers and words by their names. */
final class Figures {
  private Figures() {}

  /** Prints them as a result. */
  static void print(Map<String, ?> figures, ReportFormat format, Shell shell) {
    Output out = new Output(shell.out());
    out.line(format == ReportFormat.JSON ? json(figures) : text(figures));
    out.flush();
  }

  /** One object on one line. */
  static String json(Map<String, ?> figures) {
    return JsonLine.object(
        json -> {
          for (Map.Entry<String, ?> figure : figures.entrySet()) {
            json.name(figure.getKey());
            if (figure.getValue() instanceof Number number) {
              json.value(number);
            } else {
              json.value(figure.getValue().toString());
            }
          }
        });
  }

  /** A line each. */
  static String text(Map<String, ?> figures) {
    StringJoiner lines = new StringJoiner("\n");
    figures.forEach((name, value) -> lines.add("%-20s%s".formatted(name.replace('_', ' '), value)));
    return lines.toString();
  }
}
