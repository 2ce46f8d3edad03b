package etl.postgres.forget;

import static etl.testing.SampleLogin.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import etl.event.Logins;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.postgres.Database;
import etl.postgres.Keys;
import etl.postgres.Stores;
import etl.postgres.forget.Forgetting.ForgetPreview;
import etl.postgres.forget.Forgetting.ForgetReceipt;
import etl.postgres.recover.Actor;
import etl.postgres.rekey.Remask;
import etl.postgres.write.PostgresEventStore;
import etl.testing.Background;
import etl.testing.Lane;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class ForgettingTest {
  private static final String IP = "192.0.2.1";
  private static final Actor ASKER = new Actor("me", "here", "");

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final PostgresEventStore store = Stores.prepared(database);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void forgotten_hash_is_not_mapped_again() {
    write(Logins.from("m1", IP, "d1"));

    assertThat(forgetHash()).isEqualTo(new ForgetReceipt(1, 1, 0, 0, 0));
    write(Logins.from("m2", IP, "d2"));
    try (PostgresEventStore other = Stores.prepared(database)) {
      other.write(WriteBatch.sorted(List.of(Logins.from("m3", IP, "d3"))));
    }

    assertThat(originals()).containsExactly("d1", "d2", "d3");
    assertThat(database.query("select masked_ip from user_logins"))
        .containsExactly(sha256(IP), sha256(IP), sha256(IP));
    assertThat(forgetHash()).isEqualTo(new ForgetReceipt(1, 0, 0, 0, 1));
  }

  @Test
  void mapping_of_a_batch_that_is_being_written_does_not_stay() throws Exception {
    // Whatever the installation has as its default.
    database.execute(
        "alter database \"%s\" set default_transaction_isolation to 'repeatable read'"
            .formatted(database.name()));
    database.execute(
        """
        create function stop() returns trigger language plpgsql
          as 'begin perform pg_advisory_xact_lock(1); return new; end';
        create trigger stop before insert on map_desmask for each row execute function stop()
        """);
    CompletableFuture<Void> earlier;
    CompletableFuture<ForgetReceipt> forgotten;
    CompletableFuture<Void> later;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock(1)");
      earlier = Background.run(() -> write(Logins.from("m1", IP, "d1")));
      database.awaitWaiting(1);
      forgotten = Background.start(this::forgetHash);
      database.awaitWaiting(2);
      later = Background.run(() -> write(Logins.from("m2", IP, "d2")));
      database.awaitWaiting(3);
    }
    earlier.join();
    later.join();

    assertThat(forgotten.join()).isEqualTo(new ForgetReceipt(1, 1, 0, 0, 0));
    assertThat(originals()).containsExactly("d1", "d2");
  }

  @Test
  void mapping_that_was_removed_for_its_age_is_written_again() {
    write(Logins.from("m1", IP, "d1"));
    database.execute("update map_desmask set first_seen = now() - interval '91 days'");
    write(Logins.from("m2", IP, "d2"));

    assertThat(removeOlder(Duration.ofDays(90))).isEqualTo(2);
    assertThat(originals()).containsExactly("d2");
    write(Logins.from("m3", IP, "d2"));

    assertThat(originals()).containsExactly(IP, "d2");
    assertThat(database.value("select action || removed from recover_audit"))
        .isEqualTo("retention2");
    assertThat(database.query("select * from forgotten_hashes")).isEmpty();
  }

  @Test
  void many_mappings_are_removed_for_their_age() {
    database.execute(
        """
        insert into map_desmask (hash_val, original_val, first_seen)
        select encode(sha256(n::text::bytea), 'hex'), n, now() - n * interval '1 day'
        from generate_series(1, 12345) n
        """);
    assertThat(removeOlder(Duration.ofDays(1234))).isEqualTo(12345 - 1233);
    assertThat(database.value("select max(original_val::int) from map_desmask")).isEqualTo("1233");
  }

  @Test
  void forgotten_mapping_that_a_backup_brought_back_is_not_carried_on(@TempDir Path folder) {
    write(Logins.from("m1", IP, "d1"));
    forgetHash();
    database.execute("insert into map_desmask values ('%s', '%s')".formatted(sha256(IP), IP));
    CurrentProtection keys = Keys.in(folder).open();
    try (Database connected = Database.single(Stores.connector(database))) {
      new Remask(connected, keys, notice -> {}, (t, p, a, c) -> {}).run();
    }
    assertThat(database.query("select hash_val from map_desmask"))
        .containsExactly(keys.mask("d1").masked());
    assertThat(database.query("select hash_val from forgotten_hashes"))
        .containsExactly(keys.mask(IP).masked());
  }

  @Test
  void mapping_in_the_cache_is_written_again_after_its_removal_while_writers_go_on()
      throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<Void>> writers =
        IntStream.range(0, 2)
            .mapToObj(
                writer ->
                    Background.run(
                        () -> {
                          for (int i = 0; !stop.get(); i++) {
                            write(Logins.from(writer + "-" + i, IP, "d" + i % 7));
                          }
                        }))
            .toList();
    for (int i = 0; i < Lane.shortOrLong(30, 300); i++) {
      removeOlder(Duration.ZERO);
    }
    stop.set(true);
    writers.forEach(CompletableFuture::join);
    for (int i = 0; i < 7; i++) {
      write(Logins.from("last-" + i, IP, "d" + i));
    }
    assertThat(originals()).containsExactly(IP, "d0", "d1", "d2", "d3", "d4", "d5", "d6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ip\": \"192.0.2.1\"}",
        "{\"ip\": \"192.0.2\\u002e1\", \"x\": [1]}",
        "{\"ip\": 192.0.2.1",
        "ip=192.0.2.1; device=x",
        "{\"a: \"192.0.2.1\"}"
      })
  void rejected_message_that_holds_the_value_is_removed(String body) {
    write(reject("bad", body), reject("other", body.replace("192", "193")));

    assertThat(forgetHash().rejects()).isEqualTo(1);
    assertThat(database.query("select message_id from rejected_messages")).containsExactly("other");
  }

  @Test
  void value_that_is_known_is_found_within_others_too() {
    write(reject("bad", "{\"note\": \"seen at <192.0.2.1>\"}"), reject("other", "{}"));

    assertThat(forgetHash().rejects()).isZero();
    assertThat(forgetValue()).isEqualTo(new ForgetReceipt(1, 0, 1, 0, 0));
    assertThat(database.query("select message_id from rejected_messages")).containsExactly("other");
  }

  @Test
  void value_is_found_in_a_body_as_large_as_the_queue_takes_it() {
    String filling = "{\"a\":\"" + "\\n\u00e9x".repeat(120_000) + "\",\"b\":" + "[".repeat(200_000);
    write(reject("bad", filling + "\"" + IP + "\""), reject("other", filling));

    assertThat(forgetHash().rejects()).isEqualTo(1);
    assertThat(database.query("select message_id from rejected_messages")).containsExactly("other");
  }

  @Test
  void preview_counts_what_would_go_and_removes_nothing() {
    write(Logins.from("m1", IP, "d1"), reject("bad", "{\"ip\":\"" + IP + "\""));
    ForgetPreview byHash = with(forgetting -> forgetting.preview(List.of(sha256(IP)), Set.of()));
    ForgetPreview byValue = with(forgetting -> forgetting.preview(Set.of(), Set.of(IP)));
    assertThat(byHash).isEqualTo(byValue).isEqualTo(new ForgetPreview(1, 1));
    assertThat(forgetHash()).isEqualTo(new ForgetReceipt(1, 1, 1, 0, 0));
  }

  private ForgetReceipt forgetHash() {
    return with(forgetting -> forgetting.forget(List.of(sha256(IP)), Set.of()));
  }

  private ForgetReceipt forgetValue() {
    return with(forgetting -> forgetting.forget(Set.of(), Set.of(IP)));
  }

  private long removeOlder(Duration age) {
    return with(forgetting -> forgetting.forgetOlderThan(age));
  }

  private <T> T with(Function<Forgetting, T> work) {
    try (Database connected = Database.single(Stores.connector(database))) {
      return work.apply(new Forgetting(connected, CurrentProtection.plain(), ASKER, notice -> {}));
    }
  }

  private static RejectedMessage reject(String id, String body) {
    return new RejectedMessage(id, RejectedMessage.Kind.NOT_JSON, "bad", body, Instant.EPOCH);
  }

  private void write(ParsedMessage... messages) {
    store.write(WriteBatch.sorted(List.of(messages)));
  }

  private List<String> originals() {
    return database.query("select original_val from map_desmask order by 1");
  }
}
