package etl.postgres.examine;

import etl.doctor.Finding;
import etl.doctor.Remedy;
import etl.event.StoreException;
import etl.masking.CurrentProtection;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.count.OriginalCounts;
import etl.postgres.generation.GenerationFence;
import etl.postgres.schema.Schema;
import etl.spec.EventSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks a database for common mistakes. What it writes is rolled back. */
public final class DatabaseExamination {
  private static final int OLDEST_SUPPORTED = 14;
  private static final int FEW_CONNECTIONS = 10;
  private static final Duration SLOW_BATCH = Duration.ofSeconds(3);
  private static final Duration SMALL_DIFFERENCE = Duration.ofSeconds(5);

  private static final String SERVER =
      """
      select current_setting('server_version_num')::int / 10000 as version,
        current_setting('transaction_read_only')::boolean or pg_is_in_recovery() as read_only,
        coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as tls,
        coalesce(host(inet_client_addr()) in ('127.0.0.1', '::1'), true) as here,
        current_setting('max_connections')::int
          - current_setting('superuser_reserved_connections')::int
          - (select count(*) from pg_stat_activity where backend_type = 'client backend') as free,
        clock_timestamp() as now
      """;

  // By the settings of a transaction that writes. The structured formats hold the detail, and with
  // it the row, at any verbosity.
  private static final String LOGGING =
      """
      select current_setting('log_min_messages') in ('log', 'fatal', 'panic') as silent,
        current_setting('log_error_verbosity') = 'terse' as terse,
        current_setting('logging_collector')::boolean
          and current_setting('log_destination') ~ 'csvlog|jsonlog' as structured,
        quote_ident(current_user) as role,
        current_setting('server_version_num')::int >= 150000 as grantable
      """;

  private final Database database;
  private final EventSpec spec;
  private final int connections;
  private final int batchSize;
  private final Clock clock;
  private Duration batch;

  /**
   * @param connections how many connections a consumer takes
   * @param batchSize how many messages it writes in one transaction
   */
  public DatabaseExamination(
      Database database, EventSpec spec, int connections, int batchSize, Clock clock) {
    this.database = database;
    this.spec = spec;
    this.connections = connections;
    this.batchSize = batchSize;
    this.clock = clock;
  }

  /** How long a batch took in the last examination; empty if it could not be measured. */
  public Optional<Duration> batch() {
    return Optional.ofNullable(batch);
  }

  /** Checks the key generations against this installation's keys. */
  public Finding generations(CurrentProtection keys) {
    return examined(
        "keys.generation",
        check -> {
          int recorded = new GenerationFence(database, keys).check();
          int own = keys.current().generation();
          return Finding.expect(
              recorded == own || recorded == 0,
              check,
              "newest: "
                  + orNone(recorded)
                  + " in the database, "
                  + orNone(own)
                  + " in the given keys",
              "give these keys to all consumers, then run etl remask");
        });
  }

  private static Finding examined(String check, Function<String, Finding> examination) {
    try {
      return examination.apply(check);
    } catch (StoreException e) {
      return Finding.failed(check, e);
    }
  }

  private static String orNone(int generation) {
    return generation == 0 ? "none" : Integer.toString(generation);
  }

  /** Checks how the originals are stored: sealed, for a key file to open, or plain. */
  public Finding originals(Protection keys) {
    return examined(
        "keys.originals",
        check ->
            OriginalCounts.estimate(database)
                .map(counts -> originals(check, counts, keys))
                .orElseGet(
                    () -> Finding.ok(check, "not known: the role may not read the mapping")));
  }

  private static Finding originals(String check, OriginalCounts counts, Protection keys) {
    long behind =
        (keys.generation() > 0 ? counts.plain() : 0) + (keys.seals() ? counts.encrypted() : 0);
    return Finding.expect(
        behind == 0,
        check,
        "%d sealed, %d encrypted, %d plain"
            .formatted(counts.sealed(), counts.encrypted(), counts.plain()),
        "run etl remask with these keys: " + behind + " are stored as before them");
  }

  /** The findings; the first one says whether the database was reached at all. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    try {
      List<Finding> server =
          database.callFresh(
              "cannot examine the database",
              handle -> handle.createQuery(SERVER).map((row, ctx) -> server(row)).one());
      findings.add(Finding.ok("database", database.target()));
      findings.addAll(server);
      findings.add(
          database.transaction(
              "cannot examine the database",
              handle -> handle.createQuery(LOGGING).map((row, ctx) -> logging(row)).one()));
      Finding tables = tables();
      findings.add(tables);
      if (tables.status() == Finding.Status.OK) {
        findings.add(measured());
      }
    } catch (StoreException e) {
      findings.add(Finding.failed("database", e));
    }
    return findings;
  }

  private List<Finding> server(ResultSet row) throws SQLException {
    int version = row.getInt("version");
    boolean readOnly = row.getBoolean("read_only");
    boolean tls = row.getBoolean("tls");
    boolean here = row.getBoolean("here");
    int free = row.getInt("free");
    Duration difference =
        Duration.between(row.getTimestamp("now").toInstant(), Instant.now(clock)).abs();
    return List.of(
        Finding.expect(
            version >= OLDEST_SUPPORTED,
            "database.version",
            "PostgreSQL " + version,
            "upgrade: this version no longer gets fixes"),
        readOnly
            ? Finding.failed(
                "database.writable", "the server is read only", Remedy.READ_ONLY.text())
            : Finding.ok("database.writable", "yes"),
        Finding.expect(
            tls || here,
            "database.tls",
            tls
                ? "the connection is encrypted"
                : "the connection is not encrypted" + (here ? ", but stays on this machine" : ""),
            "personal data crosses this connection: set sslmode=verify-full"),
        free < connections
            ? Finding.failed("database.connections", free + " free", moreConnections())
            : Finding.expect(
                free >= FEW_CONNECTIONS, "database.connections", free + " free", moreConnections()),
        Finding.expect(
            difference.compareTo(SMALL_DIFFERENCE) <= 0,
            "database.clock",
            "differs from this machine's by " + difference.toMillis() + " ms",
            "synchronise both clocks with NTP"));
  }

  private static Finding logging(ResultSet row) throws SQLException {
    String check = "database.log";
    String role = row.getString("role");
    if (row.getBoolean("silent")) {
      return Finding.ok(check, "errors are not logged");
    } else if (row.getBoolean("structured")) {
      return Finding.warning(
          check,
          "the server would log a row that a constraint refuses: csvlog and jsonlog hold it at any"
              + " verbosity",
          "let a superuser run: alter role " + role + " set log_min_messages = fatal");
    }
    return Finding.expect(
        row.getBoolean("terse"),
        check,
        "a row that a constraint refuses "
            + (row.getBoolean("terse") ? "is not logged" : "would be logged by the server"),
        "let a superuser run what etl grants prints, or: "
            + (row.getBoolean("grantable")
                ? "grant set on parameter log_error_verbosity to " + role
                : "alter role " + role + " set log_error_verbosity = terse"));
  }

  private String moreConnections() {
    return "a consumer takes " + connections + ": " + Remedy.CONNECTIONS.text();
  }

  private Finding tables() {
    return examined(
        "database.tables",
        check -> {
          List<String> pending = new Schema(database, spec, notice -> {}).pendingChanges();
          return Finding.expect(
              pending.isEmpty(),
              check,
              pending.isEmpty() ? "up to date" : String.join("; ", pending),
              "run etl migrate, or let the next consumer do it");
        });
  }

  private Finding measured() {
    return examined(
        "database.batch",
        check -> {
          batch = new BatchMeasurement(database, spec).measure(batchSize);
          return Finding.expect(
              batch.compareTo(SLOW_BATCH) <= 0,
              check,
              batchSize + " messages take " + batch.toMillis() + " ms to write",
              "look for locks and a slow disk, or lower --batch-size");
        });
  }
}
