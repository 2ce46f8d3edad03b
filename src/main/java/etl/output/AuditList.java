package etl.output;

import etl.postgres.recover.Actor;
import etl.postgres.recover.AuditEntry;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    String from = Fields.escaped(actor.osUser() + "@" + actor.host());
    String reason = Fields.escaped(actor.reason());
    return new Line(
        List.of(time, action, user, actor.osUser(), actor.host(), hash, outcome, actor.reason()),
        List.of(time, action, user, from, hash, outcome, reason),
        List.of(second, action, outcome, user, from, reason, hash));
  }

  @Override
  public Map<String, Object> members(AuditEntry entry) {
    String reason = entry.actor().reason();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("time", entry.askedAt());
    members.put("action", entry.action());
    members.put("database_user", entry.databaseUser());
    members.put("os_user", entry.actor().osUser());
    members.put("host", entry.actor().host());
    members.put("reason", reason.isEmpty() ? null : reason);
    members.put("hashes", entry.hashes());
    members.put("found", entry.hashes().stream().filter(entry.found()::contains).toList());
    members.put("removed", entry.removed());
    return members;
  }
}
