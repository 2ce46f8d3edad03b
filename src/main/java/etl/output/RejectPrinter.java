package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.postgres.rejects.RejectedEntry;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Prints rejected messages as they come: one line each, or one JSON array. On a terminal, in
 * columns.
 */
public final class RejectPrinter {
  private static final String COLUMNS = "%-36s  %-20s  %s";

  private final Output out;
  private final JsonArray array;
  private final AnswerFormat format;
  private final boolean terminal;
  private boolean titled;

  /**
   * Prints the header, if there is one.
   *
   * @param terminal whether people read the text as it is
   */
  public RejectPrinter(Output out, AnswerFormat format, boolean terminal) {
    this.out = out;
    this.array = new JsonArray(out);
    this.format = format;
    this.terminal = terminal;
    if (format == AnswerFormat.CSV) {
      out.line(CsvLine.of("id", "time", "reason", "kind", "sent_at", "spec"));
    }
  }

  public void add(RejectedEntry entry) {
    switch (format) {
      case TEXT -> text(entry);
      case CSV ->
          out.line(
              CsvLine.of(
                  entry.id(),
                  entry.rejectedAt().toString(),
                  entry.reason(),
                  entry.kind(),
                  entry.sentAt().toString(),
                  entry.spec()));
      case JSON -> array.add(json -> members(json, entry));
    }
  }

  /** The spec's name last, and only where there is one: most installations have no other spec. */
  private void text(RejectedEntry entry) {
    boolean named = !entry.spec().isEmpty();
    if (!terminal) {
      String line = entry.id() + '\t' + entry.rejectedAt() + '\t' + entry.reason();
      out.line(named ? line + '\t' + entry.spec() : line);
      return;
    }
    if (!titled) {
      out.line(COLUMNS.formatted("ID", "REJECTED AT", "REASON"));
      titled = true;
    }
    Instant second = entry.rejectedAt().truncatedTo(ChronoUnit.SECONDS);
    String reason = named ? entry.reason() + " (spec " + entry.spec() + ")" : entry.reason();
    out.line(COLUMNS.formatted(entry.id(), second, reason));
  }

  private static void members(JsonWriter json, RejectedEntry entry) throws IOException {
    json.name("id").value(entry.id());
    json.name("time").value(entry.rejectedAt().toString());
    json.name("reason").value(entry.reason());
    json.name("kind").value(entry.kind().isEmpty() ? null : entry.kind());
    json.name("sent_at").value(entry.sentAt().toString());
    json.name("spec").value(entry.spec().isEmpty() ? null : entry.spec());
  }

  /** Ends the list. */
  public void finish() {
    if (format == AnswerFormat.JSON) {
      array.end();
    }
    out.flush();
  }
}
