package etl.postgres.examine;

import etl.doctor.Finding;
import etl.postgres.Database;
import etl.postgres.Timeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * The limits that the server sets to a consumer's transactions, and what a fail-over could lose.
 */
public final class TransactionExamination {
  private static final String TIMEOUTS_CHECK = "database.timeouts";
  private static final String CHECK = "database.standbys";

  // For one that waits its turn behind another.
  private static final int MARGIN = 2;

  // In milliseconds; the last one is there since PostgreSQL 17.
  private static final String TIMEOUTS =
      """
      select name, setting::bigint as milliseconds, quote_ident(current_user) as role
      from pg_settings
      where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
          'transaction_timeout')
        and setting <> '0'
      order by name
      """;

  private record Timeout(String name, long milliseconds, String role) {
    String text() {
      return name + " " + milliseconds + " ms";
    }
  }

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

  private TransactionExamination() {}

  /** Holds them against how long a batch takes; empty if that is not known. */
  public static Finding timeouts(Database database, Optional<Duration> batch) {
    List<Timeout> timeouts =
        database.callFresh(
            "cannot examine the timeouts",
            handle -> handle.createQuery(TIMEOUTS).map(ConstructorMapper.of(Timeout.class)).list());
    return timeouts(timeouts, batch.map(Duration::toMillis).orElse(0L));
  }

  /** With the delay of a consumer's deletes; zero for none. */
  public static List<Finding> standbys(Database database, Duration deleteAfter) {
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

  private static Finding timeouts(List<Timeout> all, long batch) {
    long needed = batch * MARGIN;
    List<Timeout> tooShort = all.stream().filter(t -> t.milliseconds() < needed).toList();
    if (tooShort.isEmpty()) {
      return Finding.ok(TIMEOUTS_CHECK, all.isEmpty() ? "none" : text(all));
    }
    return Finding.warning(
        TIMEOUTS_CHECK,
        text(tooShort) + ", and a batch takes " + batch + " ms",
        "lower --batch-size, or alter role %s set %s = '%ds'"
            .formatted(
                tooShort.get(0).role(),
                tooShort.get(0).name(),
                Math.max(1, (needed + 999) / 1000)));
  }

  private static String text(List<Timeout> timeouts) {
    return timeouts.stream().map(Timeout::text).collect(Collectors.joining(", "));
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
