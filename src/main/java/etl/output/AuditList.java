package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.postgres.recover.Actor;
import etl.postgres.recover.AuditEntry;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;

/**
 * The audit's entries, a line for each hash. In columns, the hash has a line of its own: one line
 * of both would be wider than most terminals.
 */
public final class AuditList implements ListForm<AuditEntry> {
  @Override
  public Line titles() {
    return new Line(
        List.of("time", "action", "database_user", "os_user", "host", "hash", "outcome", "reason"),
        List.of(),
        List.of("TIME", "ACTION", "OUTCOME", "DATABASE USER", "FROM", "REASON", "HASH"));
  }

  @Override
  public String layout() {
    return "%-20s  %-9s  %-9s  %-13s  %-20s  %s\n  %s";
  }

  @Override
  public List<Line> lines(AuditEntry entry) {
    if (entry.hashes().isEmpty()) {
      return List.of(line(entry, "", entry.removed().orElse(0) + " removed"));
    }
    return entry.hashes().stream()
        .map(hash -> line(entry, hash, entry.found().contains(hash) ? "known" : "not known"))
        .toList();
  }

  private static Line line(AuditEntry entry, String hash, String outcome) {
    String time = entry.askedAt().toString();
    String second = entry.askedAt().truncatedTo(ChronoUnit.SECONDS).toString();
    String action = entry.action();
    String user = entry.databaseUser();
    Actor actor = entry.actor();
    String from = TextLine.escaped(actor.osUser() + "@" + actor.host());
    String reason = TextLine.escaped(actor.reason());
    return new Line(
        List.of(time, action, user, actor.osUser(), actor.host(), hash, outcome, actor.reason()),
        List.of(time, action, user, from, hash, outcome, reason),
        List.of(second, action, outcome, user, from, reason, hash));
  }

  @Override
  public void members(JsonWriter json, AuditEntry entry) throws IOException {
    String reason = entry.actor().reason();
    json.name("time").value(entry.askedAt().toString());
    json.name("action").value(entry.action());
    json.name("database_user").value(entry.databaseUser());
    json.name("os_user").value(entry.actor().osUser());
    json.name("host").value(entry.actor().host());
    json.name("reason").value(reason.isEmpty() ? null : reason);
    array(json, "hashes", entry.hashes());
    array(json, "found", entry.hashes().stream().filter(entry.found()::contains).toList());
    json.name("removed").value(orNull(entry.removed()));
  }

  /** As JSON has it. */
  static Long orNull(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static void array(JsonWriter json, String name, List<String> values) throws IOException {
    json.name(name).beginArray();
    for (String value : values) {
      json.value(value);
    }
    json.endArray();
  }
}
