package etl.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import etl.environment.NativeCryptography;
import etl.event.Fault;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.masking.CurrentProtection.Epoch;
import etl.masking.KeyFile;
import etl.masking.KeyFilePair;
import etl.masking.Protection;
import etl.masking.SealedKeyBytes;
import etl.postgres.Database;
import etl.postgres.Stores;
import etl.postgres.generation.SealedKeys;
import etl.postgres.recover.MappingReader;
import etl.postgres.recover.RecoveredOriginal;
import etl.postgres.rejects.RejectedMessages;
import etl.spec.EventParser;
import etl.spec.file.SpecFile;
import etl.testing.Background;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose keys seal: the data keys in the database, and in memory. */
@Tag("servers")
class SealedStoreTest {
  private static final long VALUES = 1_000_000;

  @TempDir Path folder;

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<Runnable> ends = new ArrayList<>();

  private KeyFile keys;
  private KeyFile recovery;

  /** So that it is a consumer's ciphers that are looked for in the heap. */
  @BeforeAll
  static void encryptAsConsumersDo() {
    NativeCryptography.load().join();
  }

  @BeforeEach
  void makeKeys() {
    keys = new KeyFile(folder.resolve("etl.keys"));
    recovery = new KeyFile(folder.resolve("etl.recovery"));
    new KeyFilePair(keys, recovery).create(Instant.EPOCH);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void data_key_of_a_transaction_that_was_refused_is_stored_by_the_next_one() {
    CurrentProtection protection = consumer(VALUES);
    PostgresEventStore store = prepared(protection);
    database.execute("alter table user_logins add check (user_id <> 'refused')");

    assertThatThrownBy(() -> write(store, login("m1", "refused", 1, protection)))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DATA));
    assertThat(database.query("select * from sealed_keys")).isEmpty();
    write(store, login("m2", "u", 2, protection), reject("m3", 3, protection));

    assertThat(database.query("select count(*), max(generation) from sealed_keys"))
        .containsExactly("1\t1");
    assertThat(ends).hasSize(1);
    assertAllOpen(1);
    assertThat(body("m3")).contains(value(3));
  }

  /** A standby that was promoted lacks the primary's last transactions, and with it their keys. */
  @Test
  void data_key_that_a_fail_over_has_lost_is_stored_by_the_next_transaction() {
    CurrentProtection protection = consumer(VALUES);
    PostgresEventStore store = prepared(protection);
    for (int lost = 1; lost <= 3; lost += 2) {
      write(store, login("m" + lost, "u", lost, protection));
      database.execute("delete from user_logins; delete from map_desmask; delete from sealed_keys");
      write(store, login("m" + (lost + 1), "u", lost + 1, protection));
    }

    assertThat(ends).as("one epoch").hasSize(1);
    assertAllOpen(1);
  }

  @Test
  void writers_that_share_data_keys_do_not_deadlock_and_all_opens() {
    CurrentProtection protection = consumer(25);
    PostgresEventStore store = prepared(protection);
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      int own = writer;
      writers.add(
          Background.run(
              () -> {
                for (int batch = 0; batch < 30; batch++) {
                  String id = own + "-" + batch + "-";
                  write(
                      store,
                      IntStream.range(0, 10)
                          .mapToObj(i -> login(id + i, "u", (own * 7 + i * 31) % 200, protection))
                          .toArray(ParsedMessage[]::new));
                }
              }));
    }
    writers.forEach(CompletableFuture::join);

    assertThat(database.value("select count(*) from user_logins")).isEqualTo("600");
    assertAllOpen(-1);
  }

  @Test
  void database_without_the_table_is_refused_where_it_may_not_be_made() {
    Stores.prepared(database).close();
    database.execute("drop table sealed_keys");
    String role = TestPostgres.server().createRole();
    database.execute("grant select, insert on all tables in schema public to %s".formatted(role));

    PostgresEventStore store = Stores.keyed(database.as(role), consumer(VALUES));
    opened.add(store);

    assertThatThrownBy(store::prepareTables)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("table sealed_keys is missing")
        .hasMessageContaining("etl migrate");
  }

  /** What ended by count, by time, and what goes on; the writers' threads are alive. */
  @Test
  void heap_holds_the_last_epochs_data_key_and_no_earlier_one() throws IOException {
    CurrentProtection protection = consumer(4);
    PostgresEventStore store = prepared(protection);
    for (int i = 0; i < 4; i++) {
      ParsedMessage[] batch = {login("m" + i, "u", i, protection), reject("r" + i, i, protection)};
      // Each in a thread that lives on: a library may keep something for a thread.
      ExecutorService writer = Executors.newSingleThreadExecutor();
      opened.add(writer::shutdown);
      CompletableFuture.runAsync(() -> write(store, batch), writer).join();
      if (i == 2) {
        ends.get(ends.size() - 1).run();
      }
    }
    List<String> ids = database.query("select key_id from sealed_keys order by created_at, key_id");
    Path dump = folder.resolve("live.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), true);

    // Opened only now: the dump must not hold what the test itself has opened.
    Map<String, byte[]> dataKeys = new HashMap<>();
    try (Database connected = Database.single(Stores.connector(database))) {
      SealedKeys.of(connected)
          .read(ids)
          .forEach(key -> dataKeys.put(key.id(), SealedKeyBytes.of(recovery, key)));
    }
    assertThat(ids).hasSize(3);
    String last =
        database.value(
            "select split_part(original_val, ':', 2) from map_desmask"
                + " order by first_seen desc, field desc limit 1");
    Map<String, Boolean> held = new HashMap<>();
    for (Map.Entry<String, byte[]> dataKey : dataKeys.entrySet()) {
      held.put(dataKey.getKey(), contains(dump, dataKey.getValue()));
    }
    Map<String, Boolean> expected = new HashMap<>();
    ids.forEach(id -> expected.put(id, id.equals(last)));
    assertThat(held).isEqualTo(expected);
    store.ping();
  }

  private static boolean contains(Path file, byte[] pattern) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      byte[] window = new byte[1 << 20];
      int kept = 0;
      for (int read; (read = in.read(window, kept, window.length - kept)) > 0; ) {
        int length = kept + read;
        for (int i = 0; i + pattern.length <= length; i++) {
          if (window[i] == pattern[0] && matches(window, i, pattern)) {
            return true;
          }
        }
        kept = Math.min(pattern.length - 1, length);
        System.arraycopy(window, length - kept, window, 0, kept);
      }
      return false;
    }
  }

  private static boolean matches(byte[] window, int from, byte[] pattern) {
    for (int i = 1; i < pattern.length; i++) {
      if (window[from + i] != pattern[i]) {
        return false;
      }
    }
    return true;
  }

  private CurrentProtection consumer(long values) {
    return CurrentProtection.keyed(keys, new Epoch(values, ends::add));
  }

  private PostgresEventStore prepared(CurrentProtection protection) {
    PostgresEventStore store = Stores.keyed(database, protection);
    opened.add(store);
    store.prepareTables();
    return store;
  }

  /** Each mapping opens; there are so many addresses, if that is known. */
  private void assertAllOpen(int addresses) {
    Protection recoverer = CurrentProtection.keyed(recovery).current();
    List<String> hashes = database.query("select hash_val from map_desmask where field = 'ip'");
    try (Database connected = Database.single(Stores.connector(database))) {
      Map<String, RecoveredOriginal> found = new MappingReader(connected, recoverer).find(hashes);
      assertThat(found).hasSize(hashes.size());
      found.forEach(
          (hash, original) ->
              assertThat(recoverer.mask(original.original()).masked()).isEqualTo(hash));
    }
    if (addresses >= 0) {
      assertThat(hashes).hasSize(addresses);
    }
  }

  private String body(String id) {
    Protection recoverer = CurrentProtection.keyed(recovery).current();
    try (Database connected = Database.single(Stores.connector(database))) {
      byte[] body =
          new RejectedMessages(connected)
              .find(id)
              .orElseThrow()
              .body(recoverer.opener(SealedKeys.of(connected)));
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private static void write(PostgresEventStore store, ParsedMessage... messages) {
    store.write(WriteBatch.sorted(List.of(messages)));
  }

  private static String value(int number) {
    return "2001:db8::" + Integer.toHexString(number);
  }

  private static ParsedMessage login(
      String id, String user, int number, CurrentProtection protection) {
    String body = "{\"user_id\": \"%s\", \"ip\": \"%s\", \"device_id\": \"d\"}";
    return parsed(id, body.formatted(user, value(number)), protection);
  }

  private static ParsedMessage reject(String id, int number, CurrentProtection protection) {
    return parsed(id, "{\"ip\": \"%s\"}".formatted(value(number)), protection);
  }

  private static ParsedMessage parsed(String id, String body, CurrentProtection protection) {
    return new EventParser(SpecFile.builtIn(), protection)
        .parse(new QueueMessage(new Receipt(id, "handle", ""), body, Instant.EPOCH, 1));
  }
}
