package etl.postgres.examine;

import etl.doctor.Finding;
import etl.postgres.Database;
import etl.postgres.Timeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a fail-over of the database could lose. */
public final class StandbyExamination {
  private static final String CHECK = "database.standbys";

  // A role without pg_monitor sees that there are walsenders, but not what they do: those of
  // logical slots are subscriptions.
  private static final String STANDBYS =
      """
      select current_setting('synchronous_standby_names') <> '' as named,
        current_setting('synchronous_commit') in ('local', 'off') as local,
        (select count(*) from pg_stat_replication r
          where not exists (
            select from pg_replication_slots s
            where s.slot_type = 'logical' and s.active_pid = r.pid)) as standbys
      """;

  private static final String DELAY = "let consumers run with --delete-after longer than they lag";

  private StandbyExamination() {}

  /** With the delay of a consumer's deletes; zero for none. */
  public static List<Finding> findings(Database database, Duration deleteAfter) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        database.transaction(
            "cannot examine the standbys",
            handle ->
                handle
                    .createQuery(STANDBYS)
                    .map((row, context) -> standbys(row, deleteAfter))
                    .one()));
    if (!deleteAfter.isZero()) {
      boolean told = !new Timeline(database).find().equals(Timeline.UNKNOWN);
      findings.add(
          told
              ? Finding.ok("database.timeline", "the server tells it")
              : Finding.failed(
                  "database.timeline",
                  "the server does not tell it",
                  "--delete-after needs pg_control_system() and pg_walfile_name()"));
    }
    return findings;
  }

  private static Finding standbys(ResultSet row, Duration deleteAfter) throws SQLException {
    long standbys = row.getLong("standbys");
    boolean waits = row.getBoolean("named") && !row.getBoolean("local");
    if (waits) {
      return Finding.ok(CHECK, standbys + ", and commits wait for one");
    } else if (standbys == 0) {
      return Finding.ok(CHECK, "none");
    } else if (!deleteAfter.isZero()) {
      return Finding.ok(CHECK, standbys + ", which may lag by less than --delete-after");
    }
    return Finding.warning(
        CHECK,
        standbys + ", and no commit waits for one: a fail-over loses the latest messages",
        (row.getBoolean("named")
                ? "set synchronous_commit to on, or "
                : "set synchronous_standby_names, or ")
            + DELAY);
  }
}
