package etl.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.StoreException;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins on a real server, whose role gets another password. */
@Tag("servers")
class ConnectorTest {
  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final String role = TestPostgres.server().createRole("first");
  private final Map<String, String> variables = new HashMap<>();
  private final AtomicLong nanos = new AtomicLong();

  @TempDir Path folder;

  @BeforeEach
  void set_up() {
    variables.put("PGHOST", "localhost");
    variables.put("PGPORT", String.valueOf(database.port()));
    variables.put("PGDATABASE", database.name());
    variables.put("PGUSER", role);
    variables.put("PGPASSWORD", "first");
    variables.put("HOME", folder.toString());
  }

  @Test
  void password_that_was_rotated_is_read_anew() throws SQLException {
    Connector connector = connector();
    assertWorks(connector);

    rotate("second");
    variables.put("PGPASSWORD", "second");
    assertWorks(connector);
  }

  @Test
  void password_of_a_file_is_read_at_each_login() throws Exception {
    variables.remove("PGPASSWORD");
    Path file = folder.resolve(".pgpass");
    Files.writeString(file, "*:*:*:" + role + ":first\n");
    Connector connector = connector();
    assertWorks(connector);

    rotate("second");
    Files.writeString(file, "*:*:*:" + role + ":second\n");
    assertWorks(connector);
  }

  @Test
  void login_that_has_worked_and_is_refused_is_an_outage_for_five_minutes() throws SQLException {
    Connector connector = connector();
    assertWorks(connector);

    rotate("second");
    assertRefused(connector, Fault.UNAVAILABLE);
    nanos.addAndGet(Connector.PATIENCE.toNanos() - 1);
    assertRefused(connector, Fault.UNAVAILABLE);
    nanos.addAndGet(1);
    assertRefused(connector, Fault.DENIED);
    variables.put("PGPASSWORD", "second");
    assertWorks(connector);
  }

  @Test
  void pool_reports_a_login_that_has_worked_and_is_refused_as_an_outage() {
    try (Database pool = Database.pooled(connector(), 2)) {
      assertThat(pool.<Integer>call("ask", handle -> handle.execute("select 1"))).isNotNull();
      rotate("second");
      String kill = "select pg_terminate_backend(pid) from pg_stat_activity where usename = '%s'";
      database.execute(kill.formatted(role));
      assertThatThrownBy(() -> pool.call("ask", handle -> handle.execute("select 1")))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> pool.call("ask", handle -> handle.execute("select 1")))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE))
          .hasMessageContaining("28P01");
    }
  }

  @Test
  void login_that_never_worked_is_refused_at_once() {
    variables.put("PGPASSWORD", "wrong");
    assertRefused(connector(), Fault.DENIED);
  }

  @Test
  void settings_that_cannot_be_read_for_a_while_stay_as_they_were() throws SQLException {
    Connector connector = connector();
    assertWorks(connector);

    rotate("second");
    variables.put("PGPORT", "none");
    assertRefused(connector, Fault.UNAVAILABLE);
    variables.put("PGPORT", String.valueOf(database.port()));
    variables.put("PGPASSWORD", "second");
    assertWorks(connector);
  }

  @Test
  void each_of_several_hosts_has_its_own_password() throws Exception {
    variables.remove("PGPASSWORD");
    variables.put("PGHOST", "localhost,127.0.0.1");
    Files.writeString(
        folder.resolve(".pgpass"),
        "localhost:*:*:*:wrong\n127.0.0.1:" + database.port() + ":*:" + role + ":first\n");
    assertWorks(connector());
  }

  @Test
  void password_is_made_for_each_host_in_turn() throws SQLException {
    Map<String, String> plain = new HashMap<>(variables);
    plain.put("PGHOST", "localhost,127.0.0.1");
    StringBuilder asked = new StringBuilder();
    DatabaseSettings settings =
        DatabaseSettings.from(
            null,
            plain::get,
            (host, port, user) -> {
              asked.append(host).append(':').append(port).append(' ').append(user).append(' ');
              throw new StoreException(Fault.UNAVAILABLE, "", "none just now", null);
            });
    assertRefused(new Connector(settings, () -> settings), Fault.UNAVAILABLE);
    assertThat(asked)
        .hasToString("localhost:%d %s 127.0.0.1:%1$d %2$s ".formatted(database.port(), role));
  }

  private Connector connector() {
    return new Connector(settings(), this::settings, nanos::get);
  }

  private DatabaseSettings settings() {
    return DatabaseSettings.from(null, variables::get);
  }

  private void rotate(String password) {
    database.execute("alter role " + role + " password '" + password + "'");
  }

  private static void assertWorks(Connector connector) throws SQLException {
    try (Connection connection = connector.open()) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  private static void assertRefused(Connector connector, Fault fault) {
    assertThatThrownBy(connector::open)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
