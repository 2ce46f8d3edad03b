package etl.output;

import etl.doctor.Finding;
import etl.doctor.Finding.Status;
import etl.json.JsonLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    return JsonLine.of(Map.of("checks", findings.stream().map(FindingsPrinter::members).toList()));
  }

  private static Map<String, Object> members(Finding finding) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("check", finding.check());
    members.put("status", finding.status());
    members.put("found", finding.found());
    members.put("remedy", finding.remedy().isEmpty() ? null : finding.remedy());
    return members;
  }
}
