package etl.postgres.examine;

import etl.doctor.Finding;
import etl.postgres.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The limits that the server sets to a consumer's transactions, against how long one takes. */
public final class TimeoutExamination {
  private static final String CHECK = "database.timeouts";

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

  private TimeoutExamination() {}

  /** By how long a batch takes; empty if that is not known. */
  public static Finding finding(Database database, Optional<Duration> batch) {
    List<Timeout> all =
        database.callFresh(
            "cannot examine the timeouts",
            handle -> handle.createQuery(TIMEOUTS).map(ConstructorMapper.of(Timeout.class)).list());
    long needed = batch.map(Duration::toMillis).orElse(0L) * MARGIN;
    List<Timeout> tooShort = all.stream().filter(t -> t.milliseconds() < needed).toList();
    if (tooShort.isEmpty()) {
      return Finding.ok(CHECK, all.isEmpty() ? "none" : text(all));
    }
    return Finding.warning(
        CHECK,
        text(tooShort) + ", and a batch takes " + batch.orElseThrow().toMillis() + " ms",
        "lower --batch-size, or alter role %s set %s = '%ds'"
            .formatted(
                tooShort.get(0).role(),
                tooShort.get(0).name(),
                Math.max(1, (needed + 999) / 1000)));
  }

  private static String text(List<Timeout> timeouts) {
    return timeouts.stream().map(Timeout::text).collect(Collectors.joining(", "));
  }
}
