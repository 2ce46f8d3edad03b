package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.postgres.recover.Actor;
import etl.postgres.recover.AuditEntry;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Prints the audit's entries as they come: one line per hash, or one JSON array. On a terminal, in
 * columns, with the hash on a line of its own: one line of both would be wider than most.
 */
public final class AuditPrinter {
  private static final String COLUMNS = "%-20s  %-9s  %-9s  %-13s  %-20s  %s";

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
  public AuditPrinter(Output out, AnswerFormat format, boolean terminal) {
    this.out = out;
    this.array = new JsonArray(out);
    this.format = format;
    this.terminal = terminal;
    if (format == AnswerFormat.CSV) {
      out.line(
          CsvLine.of(
              "time", "action", "database_user", "os_user", "host", "hash", "outcome", "reason"));
    }
  }

  public void add(AuditEntry entry) {
    if (format == AnswerFormat.JSON) {
      array.add(json -> members(json, entry));
    } else if (entry.hashes().isEmpty()) {
      line(entry, "", entry.removed().orElse(0) + " removed");
    } else {
      entry
          .hashes()
          .forEach(hash -> line(entry, hash, entry.found().contains(hash) ? "known" : "not known"));
    }
  }

  private void line(AuditEntry entry, String hash, String outcome) {
    String time = entry.askedAt().toString();
    String user = entry.databaseUser();
    Actor actor = entry.actor();
    if (format == AnswerFormat.CSV) {
      out.line(
          CsvLine.of(
              time,
              entry.action(),
              user,
              actor.osUser(),
              actor.host(),
              hash,
              outcome,
              actor.reason()));
      return;
    }
    String from = TextAnswerPrinter.escaped(actor.osUser() + "@" + actor.host());
    String reason = TextAnswerPrinter.escaped(actor.reason());
    if (!terminal) {
      out.line(String.join("\t", time, entry.action(), user, from, hash, outcome, reason));
      return;
    }
    if (!titled) {
      columns("TIME", "ACTION", "OUTCOME", "DATABASE USER", "FROM", "REASON");
      out.line("  HASH");
      titled = true;
    }
    String second = entry.askedAt().truncatedTo(ChronoUnit.SECONDS).toString();
    columns(second, entry.action(), outcome, user, from, reason);
    if (!hash.isEmpty()) {
      out.line("  " + hash);
    }
  }

  private void columns(Object... fields) {
    out.line(COLUMNS.formatted(fields).stripTrailing());
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
    if (format == AnswerFormat.JSON) {
      array.end();
    }
    out.flush();
  }
}
