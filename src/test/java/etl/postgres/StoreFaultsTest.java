package etl.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import etl.event.EventStore;
import etl.event.Fault;
import etl.event.Logins;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.postgres.count.TableCounter;
import etl.spec.file.SpecFile;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of failure of a real database is taken for. */
@Tag("servers")
class StoreFaultsTest {
  private static final String SECRET = "s3cret";

  private final TestDatabase database = TestPostgres.server().createDatabase();

  @AfterEach
  void forgetPasswordFile() {
    System.clearProperty("org.postgresql.pgpassfile");
  }

  @Test
  void nobody_listens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    StoreException e = connecting("postgresql://me@localhost:" + port + "/x", Map.of());
    assertFault(e, Fault.UNAVAILABLE, "08001");
    assertThat(e)
        .hasMessageContaining("localhost:" + port + "/x: ")
        .hasMessageContaining("refused");
  }

  @Test
  void host_is_not_known() {
    StoreException e = connecting("postgresql://me@nowhere.invalid/x", Map.of());
    assertFault(e, Fault.UNAVAILABLE, "08001");
    assertThat(e).hasMessageContaining("nowhere.invalid:5432/x: unknown host");
  }

  @Test
  void somebody_listens_who_never_answers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      String url = "postgresql://me@localhost:" + silent.getLocalPort() + "/x?socketTimeout=1";
      assertThat(connecting(url, Map.of()).fault()).isEqualTo(Fault.UNAVAILABLE);
    }
  }

  @Test
  void password_is_wrong_or_missing() {
    String role = TestPostgres.server().createRole(SECRET);
    String url = database.as(role).url();
    assertFault(connecting(url, Map.of("PGPASSWORD", "x" + SECRET)), Fault.DENIED, "28P01");
    assertFault(connecting(url, Map.of()), Fault.DENIED, "08004");
    assertThat(connecting(url, Map.of("PGPASSWORD", "x" + SECRET))).hasMessageNotContaining(SECRET);
  }

  @Test
  void password_is_right_wherever_it_stands(@TempDir Path folder) throws IOException {
    String role = TestPostgres.server().createRole(SECRET);
    String url = database.as(role).url();
    Path file = folder.resolve("pgpass");
    Files.writeString(file, "localhost:*:" + database.name() + ":" + role + ":" + SECRET);

    connect(url, Map.of("PGPASSWORD", SECRET));
    connect(url, Map.of("DB_PASSWORD", SECRET));
    connect(url, Map.of("PGPASSFILE", file.toString()));
    connect(url.replace("@", ":" + SECRET + "@"), Map.of());
  }

  @Test
  void role_or_database_does_not_exist() {
    assertFault(connecting(database.as("nobody_here").url(), Map.of()), Fault.DENIED, "28000");
    String url = database.url().replace(database.name(), "no_such_database");
    StoreException e = connecting(url, Map.of());
    assertFault(e, Fault.CONFIGURATION, "3D000");
    assertThat(e).hasMessageContaining("no_such_database");
  }

  @Test
  void setting_of_the_driver_is_wrong() {
    assertThat(connecting(database.url() + "?socketTimeout=soon", Map.of()).fault())
        .isEqualTo(Fault.CONFIGURATION);
  }

  @Test
  void server_takes_no_more_connections() {
    String role = TestPostgres.server().createRole();
    database.execute("alter role " + role + " connection limit 0");
    assertFault(connecting(database.as(role).url(), Map.of()), Fault.UNAVAILABLE, "53300");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table map_desmask; 42P01",
        "alter table user_logins drop column locale; 42703",
        "alter table user_logins rename to other; 42P01",
      })
  void table_or_column_is_gone(String change) {
    String[] parts = change.split("; ");
    assertFault(writingAfter(parts[0]), Fault.CONFIGURATION, parts[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table user_logins add check (user_id <> 'u-1'); 23514",
        "alter table user_logins alter user_id type varchar(2); 22001",
        "alter table user_logins add constraint c foreign key (user_id) references other; 23503",
        "create trigger t before insert on user_logins for each row execute function no(); P0001",
        "alter table user_logins add age int generated always as (user_id::int) stored; 22P02",
      })
  void data_is_refused_without_being_quoted(String change) {
    database.execute(
        "create table other (user_id varchar primary key);"
            + "create function no() returns trigger language plpgsql as"
            + " $$ begin raise exception 'no %', new.user_id; end $$");
    String[] parts = change.split("; ");
    StoreException e = writingAfter(parts[0]);
    assertFault(e, Fault.DATA, parts[1]);
    assertThat(e.refusal() + RejectedMessage.refusal(e)).doesNotContain("u-1");
    assertQuotesNothing(e);
  }

  private static void assertQuotesNothing(StoreException e) {
    assertThat(e.refusal()).doesNotContain("u-1", "192.0.2.1", "37aa59");
    for (Throwable t = e; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain("u-1", "192.0.2.1", "37aa59");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table user_logins rename to other;"
            + "create table user_logins (like other) partition by list (create_date);"
            + "create unique index on user_logins (message_id, create_date)"
            + " | 23514 | no partition of relation \"user_logins\" found for row | partition",
        "alter table user_logins add extra text not null"
            + " | 23502 | null value in column \"extra\" of relation \"user_logins\" violates"
            + " | required",
        "alter table user_logins add constraint c check (user_id <> 'u-1')"
            + " | 23514 | new row for relation \"user_logins\" violates check constraint \"c\" |",
        "create unique index c on user_logins ((user_id is null)); insert into user_logins"
            + " (user_id) values ('u-1')"
            + " | 23505 | duplicate key value violates unique constraint \"c\" |",
        "create domain d as text check (value <> 'u-1'); alter table user_logins alter user_id"
            + " type d | 23514 | value for domain d violates check constraint \"d_check\" |",
        "alter table user_logins alter user_id type varchar(2)"
            + " | 22001 | value too long for type character varying(2) |",
      })
  void words_of_the_server_are_passed_on_where_they_hold_no_value(String refusal) {
    String[] parts = refusal.split(" *\\| *", -1);
    StoreException e = writingAfter(parts[0]);
    assertFault(e, Fault.DATA, parts[1]);
    assertThat(e).hasMessageContaining(parts[2]).hasMessageContaining(parts[3]);
    assertThat(RejectedMessage.refusal(e))
        .contains(e.constraint().isEmpty() ? e.refusal() : e.constraint());
    assertQuotesNothing(e);
  }

  @Test
  void database_has_become_read_only() {
    try (EventStore store = Stores.prepared(database)) {
      database.execute(
          "alter database " + database.name() + " set default_transaction_read_only = on");
      database.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
      writing(store); // by a connection that is no more
      assertFault(writing(store), Fault.UNAVAILABLE, "25006");
      assertFault(
          catchThrowableOfType(StoreException.class, store::ping), Fault.UNAVAILABLE, "25006");
    }
  }

  @Test
  void right_to_write_is_taken_away() {
    Stores.prepared(database).close();
    TestDatabase writer = database.as(TestPostgres.server().createRole());
    database.execute(
        "grant select, insert on user_logins, rejected_messages, map_desmask to public");
    try (EventStore store = Stores.prepared(writer)) {
      database.execute("revoke insert on map_desmask from public");
      StoreException e = writing(store);
      assertFault(e, Fault.DENIED, "42501");
      assertThat(e).hasMessageContaining("permission denied for table map_desmask");
    }
  }

  @Test
  void policy_refuses_a_row() {
    Stores.prepared(database).close();
    TestDatabase writer = database.as(TestPostgres.server().createRole());
    database.execute(
        "grant all on all tables in schema public to public;"
            + "alter table user_logins enable row level security;"
            + "create policy p on user_logins with check (user_id <> 'u-1')");
    try (EventStore store = Stores.prepared(writer)) {
      StoreException e = writing(store);
      assertFault(e, Fault.DATA, "42501");
      assertThat(e)
          .hasMessageContaining("violates row-level security policy for table \"user_logins\"")
          .hasMessageNotContaining("u-1");
    }
  }

  @Test
  void statement_takes_too_long_or_the_lock_for_writing_does() throws SQLException {
    Stores.prepared(database).close();
    database.execute("alter database " + database.name() + " set statement_timeout = '200ms'");
    try (EventStore store = Stores.prepared(database);
        Connection blocker = database.connect()) {
      blocker.setAutoCommit(false);
      blocker.createStatement().execute("lock table user_logins");
      assertFault(writing(store), Fault.TOO_LARGE, "57014");
      blocker.rollback();
      blocker.createStatement().execute("select pg_advisory_xact_lock(6241904)");
      assertFault(writing(store), Fault.UNAVAILABLE, "57014");
    }
  }

  @Test
  void lock_is_not_given_in_time() throws SQLException {
    Stores.prepared(database).close();
    database.execute("alter database " + database.name() + " set lock_timeout = '20ms'");
    try (EventStore store = Stores.prepared(database);
        Connection blocker = database.connect()) {
      blocker.setAutoCommit(false);
      blocker.createStatement().execute("lock table user_logins");
      assertFault(writing(store), Fault.UNAVAILABLE, "55P03");
    }
  }

  @Test
  void connection_is_ended_by_the_server_and_the_next_write_gets_another() {
    try (EventStore store = Stores.prepared(database)) {
      database.execute(
          """
          create function bye() returns trigger language plpgsql as
            $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
          create trigger bye before insert on user_logins for each row execute function bye();
          """);
      assertFault(writing(store), Fault.UNAVAILABLE, "57P01");
      database.execute("drop trigger bye on user_logins");
      assertThat(store.write(batch()).rows()).isEqualTo(1);
    }
  }

  private StoreException writingAfter(String ddl) {
    try (EventStore store = Stores.prepared(database)) {
      database.execute(ddl);
      return writing(store);
    }
  }

  private static StoreException writing(EventStore store) {
    return catchThrowableOfType(StoreException.class, () -> store.write(batch()));
  }

  private static WriteBatch batch() {
    ParsedMessage message = Logins.parse("m1", Logins.BODY);
    return WriteBatch.sorted(List.of(message));
  }

  private StoreException connecting(String url, Map<String, String> environment) {
    ThrowingCallable call = () -> connect(url, environment);
    StoreException e = catchThrowableOfType(StoreException.class, call);
    assertThat(e).as("failure").isNotNull();
    return e;
  }

  private static void connect(String url, Map<String, String> environment) {
    try (Database database =
        Database.single(Stores.connector(DatabaseSettings.from(url, environment::get)))) {
      new TableCounter(database, SpecFile.builtIn()).count(false);
    }
  }

  private static void assertFault(StoreException e, Fault fault, String sqlState) {
    assertThat(e.fault()).isEqualTo(fault);
    assertThat(e.sqlState()).isEqualTo(sqlState);
  }
}
