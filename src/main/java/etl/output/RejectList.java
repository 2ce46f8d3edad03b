package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.postgres.rejects.RejectedEntry;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;

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
            List.of(id, time, reason, entry.kind(), entry.sentAt().toString(), spec),
            named ? List.of(id, time, reason, spec) : List.of(id, time, reason),
            List.of(id, second, named ? reason + " (spec " + spec + ")" : reason)));
  }

  @Override
  public void members(JsonWriter json, RejectedEntry entry) throws IOException {
    json.name("id").value(entry.id());
    json.name("time").value(entry.rejectedAt().toString());
    json.name("reason").value(entry.reason());
    json.name("kind").value(entry.kind().isEmpty() ? null : entry.kind());
    json.name("sent_at").value(entry.sentAt().toString());
    json.name("spec").value(entry.spec().isEmpty() ? null : entry.spec());
  }
}
