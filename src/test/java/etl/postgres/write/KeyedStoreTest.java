package etl.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.masking.KeysException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.Keys;
import etl.postgres.Stores;
import etl.postgres.generation.RecordedGenerations;
import etl.postgres.recover.MappingReader;
import etl.postgres.recover.RecoveredOriginal;
import etl.spec.EventParser;
import etl.spec.file.SpecFile;
import etl.testing.Background;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store with keys, and stores that have fewer keys than the database has come to. */
@Tag("servers")
class KeyedStoreTest {
  private static final String IP = "192.0.2.1";

  @TempDir Path folder;

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final List<AutoCloseable> opened = new ArrayList<>();

  private Keys keys;

  @BeforeEach
  void makeKeys() {
    keys = Keys.in(folder);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void originals_and_bodies_are_stored_encrypted() {
    CurrentProtection protection = keys.open();
    write(prepared(protection), login("m1", protection), reject("m2", protection));

    assertThat(database.query("select masked_ip from user_logins"))
        .containsExactly(protection.mask(IP).masked());
    assertThat(database.query("select original_val from map_desmask"))
        .hasSize(2)
        .allMatch(original -> original.startsWith("enc1:"));
    assertThat(database.query("select encode(body, 'escape') from rejected_messages"))
        .noneMatch(body -> body.contains(IP));
    assertThat(find(protection.current(), mask(1)).original()).isEqualTo(IP);
  }

  @Test
  void row_that_was_moved_beside_another_hash_does_not_decrypt() {
    CurrentProtection protection = keys.open();
    write(prepared(protection), login("m1", protection));
    database.execute(
        """
        update map_desmask set original_val =
          (select original_val from map_desmask where field = 'device_id')
        where field = 'ip'""");

    assertThatThrownBy(() -> find(protection.current(), mask(1)))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("cannot be decrypted");
  }

  @Test
  void store_without_keys_is_refused_once_the_database_has_some() {
    PostgresEventStore running = prepared(CurrentProtection.plain());
    write(running, login("m1", CurrentProtection.plain()));
    prepared(keys.open());

    assertThatThrownBy(() -> write(running, login("m2", CurrentProtection.plain())))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("generation 1 is needed, but no keys were given");
    assertThatThrownBy(() -> prepared(CurrentProtection.plain()))
        .isInstanceOf(StoreException.class);
    assertThat(database.query("select message_id from user_logins")).containsExactly("m1");
  }

  @Test
  void running_store_takes_up_a_rotated_file_and_carries_what_is_in_hand() {
    CurrentProtection protection = keys.open();
    PostgresEventStore running = prepared(protection);
    ParsedMessage inHand = login("m1", protection);
    keys.rotate();
    prepared(keys.open());

    write(running, inHand);

    assertThat(database.query("select masked_ip from user_logins")).containsExactly(mask(2));
    assertThat(database.query("select original_val from map_desmask"))
        .allMatch(original -> original.startsWith("enc2:"));
    assertThat(protection.mask(IP).masked()).isEqualTo(mask(2));
    assertThat(find(keys.open().current(), mask(1)).hash()).isEqualTo(mask(1));
  }

  @Test
  void store_whose_file_was_not_rotated_is_refused() {
    PostgresEventStore running = prepared(keys.open());
    Keys copied = keys;
    keys = Keys.in(folder);

    assertThatThrownBy(() -> prepared(keys.open()))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("are not the keys of this database");
    write(running, login("m1", copied.open()));
  }

  @Test
  void new_generation_waits_for_transactions_by_older_keys_and_stops_later_ones() throws Exception {
    CurrentProtection protection = keys.open();
    PostgresEventStore running = prepared(protection);
    keys.rotate();
    try (Connection writing = database.connect();
        Statement statement = writing.createStatement()) {
      writing.setAutoCommit(false);
      statement.execute(RecordedGenerations.HOLD);
      CompletableFuture<Void> recording = Background.run(() -> prepared(keys.open()));
      database.awaitWaiting(1);
      CompletableFuture<Void> later = Background.run(() -> write(running, login("m1", protection)));
      database.awaitWaiting(2);
      assertThat(recording).isNotDone();
      writing.commit();
      recording.join();
      later.join();
    }

    assertThat(database.query("select masked_ip from user_logins")).containsExactly(mask(2));
  }

  @Test
  void older_database_without_the_table_is_written_to_without_keys_only() {
    prepared(CurrentProtection.plain());
    database.execute("drop table masking_generations");
    String role = TestPostgres.server().createRole();
    database.execute(
        "grant insert, select on user_logins, rejected_messages to %1$s;".formatted(role)
            + "grant insert on map_desmask to %1$s".formatted(role));
    PostgresEventStore plain = Stores.keyed(database.as(role), CurrentProtection.plain());
    opened.add(plain);
    plain.prepareTables();
    write(plain, login("m1", CurrentProtection.plain()));

    assertThatThrownBy(() -> prepared(database.as(role), keys.open()))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DENIED))
        .hasMessageContaining("etl migrate");

    prepared(keys.open());
    assertThatThrownBy(() -> write(plain, login("m2", CurrentProtection.plain())))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("generation 1 is needed");
  }

  @Test
  void role_that_may_only_write_goes_by_a_recorded_generation_and_records_none() {
    prepared(keys.open());
    String role = TestPostgres.server().createRole();
    database.execute(
        "grant insert, select on user_logins, rejected_messages to %1$s;".formatted(role)
            + "grant insert on map_desmask to %1$s".formatted(role));
    CurrentProtection protection = keys.open();
    PostgresEventStore writer = Stores.keyed(database.as(role), protection);
    opened.add(writer);
    writer.prepareTables();
    write(writer, login("m1", protection));
    keys.rotate();

    assertThatThrownBy(() -> prepared(database.as(role), keys.open()))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DENIED))
        .hasMessageContaining("cannot record key generation 2");
  }

  @Test
  void without_the_newest_keys_nobody_can_tell_that_a_hash_is_not_known() {
    CurrentProtection protection = keys.open();
    write(prepared(protection), login("m1", protection));

    for (String hash : List.of(mask(0), mask(1), mask(0).replace('0', '1'))) {
      assertThatThrownBy(() -> find(Protection.plain(), hash))
          .isInstanceOf(KeysException.class)
          .hasMessageContaining("generation 1 is needed");
    }
  }

  @Test
  void hash_of_any_generation_is_answered_wherever_its_mapping_stands() {
    for (CurrentProtection by : List.of(CurrentProtection.plain(), keys.open())) {
      write(prepared(by), login("m" + by.current().generation(), by));
      Protection newest = keys.open().current();
      for (int asked = 0; asked <= by.current().generation(); asked++) {
        assertThat(find(newest, mask(asked)))
            .isEqualTo(new RecoveredOriginal(mask(asked), "ip", IP));
      }
    }
  }

  /** The mask of a generation that the file has by now. */
  private String mask(int generation) {
    List<String> forms = keys.open().current().forms(CurrentProtection.plain().mask(IP).masked());
    return forms.get(forms.size() - 1 - generation);
  }

  private PostgresEventStore prepared(CurrentProtection protection) {
    return prepared(database, protection);
  }

  private PostgresEventStore prepared(TestDatabase database, CurrentProtection protection) {
    PostgresEventStore store = Stores.keyed(database, protection);
    opened.add(store);
    store.prepareTables();
    return store;
  }

  private RecoveredOriginal find(Protection protection, String hash) {
    try (Database connection = Database.single(Stores.connector(database))) {
      return new MappingReader(connection, protection).find(List.of(hash)).get(hash);
    }
  }

  private static void write(PostgresEventStore store, ParsedMessage... messages) {
    store.write(WriteBatch.sorted(List.of(messages)));
  }

  private static ParsedMessage login(String id, CurrentProtection protection) {
    return parsed(
        id, "{\"user_id\": \"u\", \"ip\": \"%s\", \"device_id\": \"d\"}".formatted(IP), protection);
  }

  private static ParsedMessage reject(String id, CurrentProtection protection) {
    return parsed(id, "{\"ip\": \"%s\"}".formatted(IP), protection);
  }

  private static ParsedMessage parsed(String id, String body, CurrentProtection protection) {
    return new EventParser(SpecFile.builtIn(), protection)
        .parse(new QueueMessage(new Receipt(id, "handle", ""), body, Instant.EPOCH, 1));
  }
}
