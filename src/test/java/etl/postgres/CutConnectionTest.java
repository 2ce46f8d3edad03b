package etl.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import etl.event.EventStore;
import etl.event.Fault;
import etl.event.Logins;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.postgres.write.PostgresEventStore;
import etl.spec.file.SpecFile;
import etl.testing.Proxy;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that break at any moment. */
@Tag("servers")
class CutConnectionTest {
  private static final WriteBatch BATCH =
      WriteBatch.sorted(List.of(Logins.parse("m1", Logins.BODY)));

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final Proxy proxy = new Proxy(database.port());
  private final TestDatabase proxied =
      new TestDatabase(proxy.port(), database.name(), database.user());

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void what_was_read_counts_although_the_connection_cannot_be_closed() {
    try (Database single = Database.single(Stores.connector(proxied))) {
      int fresh = single.callFresh("read", handle -> readThenCut(handle.getConnection()));
      int kept = single.call("read", handle -> readThenCut(handle.getConnection()));
      assertThat(fresh + kept).isEqualTo(2);
    }
  }

  private int readThenCut(Connection connection) throws SQLException {
    int read = read(connection);
    proxy.cut();
    return read;
  }

  private static int read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select 1")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void login_that_is_cut_at_any_moment_is_an_outage() {
    DatabaseSettings settings =
        DatabaseSettings.from(proxied.url() + "?currentSchema=public", name -> null);
    int packets =
        packetsNeeded(
            () -> {
              try (Database single = Database.single(Stores.connector(settings))) {
                single.callFresh("read", handle -> read(handle.getConnection()));
              }
            });
    assertThat(packets).as("for the login, the schemas and the query").isGreaterThan(3);
  }

  @Test
  void write_that_is_cut_at_any_moment_is_an_outage_and_is_stored_once() {
    int packets =
        packetsNeeded(
            () -> {
              try (EventStore store =
                  new PostgresEventStore(
                      Database.single(Stores.connector(proxied)),
                      SpecFile.builtIn(),
                      CurrentProtection.plain(),
                      notice -> {})) {
                store.prepareTables();
                store.write(BATCH);
              }
            });
    assertThat(packets).isGreaterThan(6);
    assertThat(database.query("select count(*) from user_logins")).containsExactly("1");
    assertThat(database.query("select count(*) from map_desmask")).containsExactly("2");
  }

  /** After how many packets a connection may be cut, and the work is done all the same. */
  private int packetsNeeded(Runnable work) {
    for (int packets = 0; ; packets++) {
      proxy.cutAfter(packets);
      StoreException e = catchThrowableOfType(StoreException.class, work::run);
      if (e == null) {
        return packets;
      }
      assertThat(e.fault())
          .as("after %d packets: %s", packets, e.getMessage())
          .isEqualTo(Fault.UNAVAILABLE);
    }
  }
}
