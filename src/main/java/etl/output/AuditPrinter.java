package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.json.JsonLine;
import etl.postgres.recover.AuditEntry;
import java.io.IOException;
import java.util.List;

/** Prints the audit's entries as they come: one line per hash, or one JSON array. */
public final class AuditPrinter {
  private final Output out;
  private final ReportFormat format;
  private boolean empty = true;

  public AuditPrinter(Output out, ReportFormat format) {
    this.out = out;
    this.format = format;
  }

  public void add(AuditEntry entry) {
    if (format == ReportFormat.JSON) {
      out.write(empty ? "[" : ",\n");
      out.write(JsonLine.object(json -> members(json, entry)));
    } else if (entry.hashes().isEmpty()) {
      line(entry, "", entry.removed().orElse(0) + " removed");
    } else {
      entry
          .hashes()
          .forEach(hash -> line(entry, hash, entry.found().contains(hash) ? "known" : "not known"));
    }
    empty = false;
  }

  private void line(AuditEntry entry, String hash, String outcome) {
    out.line(
        String.join(
            "\t",
            entry.askedAt().toString(),
            entry.action(),
            entry.databaseUser(),
            TextAnswerPrinter.escaped(entry.actor().osUser() + "@" + entry.actor().host()),
            hash,
            outcome,
            TextAnswerPrinter.escaped(entry.actor().reason())));
  }

  private static void members(JsonWriter json, AuditEntry entry) throws IOException {
    String reason = entry.actor().reason();
    json.name("time").value(entry.askedAt().toString());
    json.name("action").value(entry.action());
    json.name("database_user").value(entry.databaseUser());
    json.name("os_user").value(entry.actor().osUser());
    json.name("host").value(entry.actor().host());
    json.name("reason").value(reason.isEmpty() ? null : reason);
    array(json, "hashes", entry.hashes());
    array(json, "found", entry.hashes().stream().filter(entry.found()::contains).toList());
    json.name("removed");
    if (entry.removed().isPresent()) {
      json.value(entry.removed().getAsLong());
    } else {
      json.nullValue();
    }
  }

  private static void array(JsonWriter json, String name, List<String> values) throws IOException {
    json.name(name).beginArray();
    for (String value : values) {
      json.value(value);
    }
    json.endArray();
  }

  /** Ends the list. */
  public void finish() {
    if (format == ReportFormat.JSON) {
      out.line(empty ? "[]" : "]");
    }
    out.flush();
  }
}
