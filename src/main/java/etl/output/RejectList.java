package etl.output;

import etl.postgres.rejects.RejectedMessages.RejectedEntry;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rejected messages, one on a line. In text, the spec's name comes last, and only where there is
 * one: most installations have no other spec.
 */
public final class RejectList implements ListForm<RejectedEntry> {
  @Override
  public Line titles() {
    return new Line(
        List.of("id", "time", "reason", "kind", "sent_at", "spec"),
        List.of(),
        List.of("ID", "REJECTED AT", "REASON"));
  }

  @Override
  public String layout() {
    return "%-36s  %-20s  %s";
  }

  @Override
  public List<Line> lines(RejectedEntry entry) {
    String id = entry.id();
    String time = entry.rejectedAt().toString();
    String second = entry.rejectedAt().truncatedTo(ChronoUnit.SECONDS).toString();
    String reason = entry.reason();
    String spec = entry.spec();
    boolean named = !spec.isEmpty();
    return List.of(
        new Line(
            ListForm.record(members(entry)),
            named ? List.of(id, time, reason, spec) : List.of(id, time, reason),
            List.of(id, second, named ? reason + " (spec " + spec + ")" : reason)));
  }

  @Override
  public Map<String, Object> members(RejectedEntry entry) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", entry.id());
    members.put("time", entry.rejectedAt());
    members.put("reason", entry.reason());
    members.put("kind", entry.kind().isEmpty() ? null : entry.kind());
    members.put("sent_at", entry.sentAt());
    members.put("spec", entry.spec().isEmpty() ? null : entry.spec());
    return members;
  }
}
