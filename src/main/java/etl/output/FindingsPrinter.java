package etl.output;

import etl.doctor.Finding;
import etl.doctor.Finding.Status;
import etl.json.JsonLine;
import java.util.List;

/** Prints the findings of etl doctor. */
public final class FindingsPrinter {
  private FindingsPrinter() {}

  /** One line, and below it the remedy if there is one. */
  public static String text(Finding finding) {
    String line =
        "%-8s %-36s %s".formatted(finding.status(), finding.check(), finding.found()).strip();
    return finding.remedy().isEmpty() ? line : line + "\n         -> " + finding.remedy();
  }

  /** The last line: how many there are of each. */
  public static String counts(List<Finding> findings) {
    long warnings = count(findings, Status.WARNING);
    return "%d ok, %d %s, %d failed"
        .formatted(
            count(findings, Status.OK),
            warnings,
            warnings == 1 ? "warning" : "warnings",
            count(findings, Status.FAILED));
  }

  private static long count(List<Finding> findings, Status status) {
    return findings.stream().filter(finding -> finding.status() == status).count();
  }

  /** One object on one line. */
  public static String json(List<Finding> findings) {
    return JsonLine.object(
        json -> {
          json.name("checks").beginArray();
          for (Finding finding : findings) {
            json.beginObject();
            json.name("check").value(finding.check());
            json.name("status").value(finding.status().toString());
            json.name("found").value(finding.found());
            json.name("remedy").value(finding.remedy().isEmpty() ? null : finding.remedy());
            json.endObject();
          }
          json.endArray();
        });
  }
}
