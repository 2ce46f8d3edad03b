package etl.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the consumer relies on, whatever the database: every {@link EventStore} passes this. */
public interface EventStoreContract {
  /** A fresh store. */
  StoreFixture fixture();

  @Test
  default void event_becomes_a_row_and_its_mappings() {
    try (StoreFixture fixture = fixture()) {
      WriteResult result = write(fixture.store(), Logins.parse("m1", Logins.BODY));

      assertThat(result).isEqualTo(new WriteResult(1, 0));
      assertThat(fixture.rows()).containsOnlyKeys("m1");
      List<String> row = fixture.rows().get("m1");
      assertThat(row.subList(0, 2)).containsExactly("u-1", "ios");
      assertThat(row.subList(4, 8)).containsExactly("DE", "2.3.0", "2026-11-23", "m1");
      assertThat(fixture.mappings()).hasSize(2);
      assertThat(fixture.mappings().get(row.get(2))).isEqualTo("ip=192.0.2.1");
      assertThat(fixture.mappings().get(row.get(3))).isEqualTo("device_id=593-47-5928");
    }
  }

  @Test
  default void absent_values_are_null() {
    try (StoreFixture fixture = fixture()) {
      write(fixture.store(), Logins.parse("m1", Logins.with("locale", "null")));

      assertThat(fixture.rows().get("m1").get(4)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NULL",
        "null",
        "{}",
        "{a,\"b\"}",
        "'; drop table user_logins; --",
        "$1 :ids ?",
        "\\\\N\\\\.",
        "back\\\\slash",
        "tab\\tand\\nline",
        " blank ",
        "\u00e4\u00f6\u00fc \u4e2d\u6587 \ud83d\ude00"
      })
  default void texts_are_stored_as_they_are(String text) {
    try (StoreFixture fixture = fixture()) {
      String json = '"' + text.replace("\"", "\\\"") + '"';
      String body = Logins.with("user_id", json).replace("\"593-47-5928\"", json);
      MaskedEvent event = (MaskedEvent) Logins.parse("m1", body);
      write(fixture.store(), event);

      assertThat(fixture.rows().get("m1")).isEqualTo(event.rows().get(0).values());
      assertThat(fixture.mappings().get(event.rows().get(0).values().get(3)))
          .isEqualTo("device_id=" + event.rows().get(0).pseudonyms().get(1).original());
    }
  }

  @Test
  default void redelivered_message_is_stored_once() {
    try (StoreFixture fixture = fixture()) {
      ParsedMessage message = Logins.parse("m1", Logins.BODY);

      assertThat(write(fixture.store(), message, message)).isEqualTo(new WriteResult(1, 0));
      assertThat(write(fixture.store(), message)).isEqualTo(new WriteResult(0, 0));
      assertThat(write(fixture.otherProcess(), message)).isEqualTo(new WriteResult(0, 0));
      assertThat(fixture.rows()).containsOnlyKeys("m1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "\ufeff{}", "no json \u00e4\ud83d\ude00 \r\n", "nul \u0000"})
  default void rejected_message_is_kept_byte_for_byte_and_once(String body) {
    try (StoreFixture fixture = fixture()) {
      ParsedMessage reject = Logins.parse("m1", body);

      assertThat(write(fixture.store(), reject, reject)).isEqualTo(new WriteResult(0, 1));
      assertThat(write(fixture.otherProcess(), reject)).isEqualTo(new WriteResult(0, 0));
      assertThat(fixture.rejects().get("m1")).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  default void message_is_either_a_row_or_a_reject_whichever_came_first() {
    try (StoreFixture fixture = fixture()) {
      write(fixture.store(), Logins.parse("row", Logins.BODY), Logins.parse("reject", "{"));

      WriteResult swapped =
          write(fixture.store(), Logins.parse("row", "{"), Logins.parse("reject", Logins.BODY));
      assertThat(swapped).isEqualTo(new WriteResult(0, 0));
      assertThat(fixture.rows()).containsOnlyKeys("row");
      assertThat(fixture.rejects()).containsOnlyKeys("reject");
    }
  }

  @Test
  default void mixed_batch_is_counted_by_what_it_added() {
    try (StoreFixture fixture = fixture()) {
      write(fixture.store(), Logins.parse("m1", Logins.BODY), Logins.parse("m2", "{"));

      WriteResult result =
          write(
              fixture.store(),
              Logins.parse("m1", Logins.BODY),
              Logins.parse("m2", "{"),
              Logins.parse("m3", Logins.BODY),
              Logins.parse("m4", Logins.BODY),
              Logins.parse("m5", "{"));
      assertThat(result).isEqualTo(new WriteResult(2, 1));
      assertThat(write(fixture.store())).isEqualTo(new WriteResult(0, 0));
    }
  }

  @Test
  default void equal_values_share_a_mapping_and_different_ones_do_not() {
    try (StoreFixture fixture = fixture()) {
      write(fixture.store(), Logins.from("m1", "192.0.2.1", "d1"));
      write(
          fixture.store(),
          Logins.from("m2", "192.0.2.1", "d2"),
          Logins.from("m3", "192.0.2.2", "d1"));

      assertThat(fixture.mappings().values())
          .containsExactlyInAnyOrder(
              "ip=192.0.2.1", "ip=192.0.2.2", "device_id=d1", "device_id=d2");
    }
  }

  @Test
  default void concurrent_writers_that_meet_on_the_same_messages_store_each_once()
      throws Exception {
    List<ParsedMessage> messages =
        IntStream.range(0, 300)
            .mapToObj(i -> Logins.from("m" + i, "192.0.2." + i % 7, "d" + i % 50))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (StoreFixture fixture = fixture()) {
      EventStore other = fixture.otherProcess();
      List<Callable<WriteResult>> writes = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        EventStore store = i % 2 == 0 ? fixture.store() : other;
        List<ParsedMessage> part = messages.subList(i * 5, i * 5 + 100);
        writes.add(() -> store.write(WriteBatch.sorted(part)));
      }
      int rows = 0;
      for (Future<WriteResult> result : threads.invokeAll(writes)) {
        rows += result.get().rows();
      }
      assertThat(rows).isEqualTo(295);
      assertThat(fixture.rows()).hasSize(295);
      assertThat(fixture.mappings()).hasSize(57);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void store_can_be_asked_for_a_sign_of_life_and_prepared_again() {
    try (StoreFixture fixture = fixture()) {
      fixture.store().ping();
      fixture.store().prepareTables();
      assertThat(write(fixture.store(), Logins.parse("m1", Logins.BODY)).rows()).isEqualTo(1);
    }
  }

  private static WriteResult write(EventStore store, ParsedMessage... messages) {
    WriteResult result = store.write(WriteBatch.sorted(List.of(messages)));
    return new WriteResult(result.rows(), result.rejects());
  }
}
