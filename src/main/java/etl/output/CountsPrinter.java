package etl.output;

import etl.environment.ProcessContext;
import etl.json.JsonLine;
import java.util.Map;
import java.util.StringJoiner;

/** Prints a few named values. */
public final class CountsPrinter {
  private CountsPrinter() {}

  /** Prints them as a result. */
  public static void print(Map<String, ?> figures, ReportFormat format, ProcessContext process) {
    Output out = new Output(process.out());
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

  /** One line each. */
  static String text(Map<String, ?> figures) {
    StringJoiner lines = new StringJoiner("\n");
    figures.forEach((name, value) -> lines.add("%-20s%s".formatted(name.replace('_', ' '), value)));
    return lines.toString();
  }
}
