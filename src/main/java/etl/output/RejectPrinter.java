package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.json.JsonLine;
import etl.postgres.rejects.RejectedEntry;
import java.io.IOException;

/** Prints rejected messages as they come: one line each, or one JSON array. */
public final class RejectPrinter {
  private final Output out;
  private final ReportFormat format;
  private boolean empty = true;

  public RejectPrinter(Output out, ReportFormat format) {
    this.out = out;
    this.format = format;
  }

  public void add(RejectedEntry entry) {
    if (format == ReportFormat.JSON) {
      out.write(empty ? "[" : ",\n");
      out.write(JsonLine.object(json -> members(json, entry)));
    } else {
      out.line(entry.id() + '\t' + entry.rejectedAt() + '\t' + entry.reason());
    }
    empty = false;
  }

  private static void members(JsonWriter json, RejectedEntry entry) throws IOException {
    json.name("id").value(entry.id());
    json.name("time").value(entry.rejectedAt().toString());
    json.name("reason").value(entry.reason());
    json.name("kind").value(entry.kind().isEmpty() ? null : entry.kind());
    json.name("sent_at").value(entry.sentAt().toString());
  }

  /** Ends the list. */
  public void finish() {
    if (format == ReportFormat.JSON) {
      out.line(empty ? "[]" : "]");
    }
    out.flush();
  }
}
