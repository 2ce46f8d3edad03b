package etl.event;

import static org.assertj.core.api.Assertions.assertThat;

import etl.masking.Protection;
import etl.spec.EventParser;
import etl.spec.Shop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the consumer relies on where messages are of several kinds, and become several rows. */
public interface SeveralKindsContract {
  /** A fresh store of the shop's events; rows has the values of all rows of a message. */
  StoreFixture shop();

  @Test
  default void each_kind_goes_to_its_table_and_each_element_to_a_row() {
    try (StoreFixture fixture = shop()) {
      WriteResult result =
          write(
              fixture.store(),
              parse("visit", Shop.visit("192.0.2.1")),
              parse("orders", Shop.orders("a@x.example", "b@x.example")),
              parse("ping", Shop.ping()),
              parse("unknown", Shop.returned()));

      assertThat(result).isEqualTo(new WriteResult(2, 1));
      assertThat(fixture.rows()).containsOnlyKeys("visit", "orders");
      assertThat(fixture.rows().get("visit"))
          .contains("192.0.2.0/24", "2026-11-23", "visit")
          .hasSize(4);
      assertThat(fixture.rows().get("orders"))
          .containsSubsequence("12.50", "EU", "0", "orders", "12.50", "EU", "1", "orders")
          .hasSize(12);
      assertThat(fixture.mappings())
          .containsValues("ip=192.0.2.1", "email=a@x.example", "email=b@x.example")
          .hasSize(3);
      assertThat(fixture.rejects()).containsOnlyKeys("unknown");
    }
  }

  @Test
  default void redelivered_message_of_many_rows_is_stored_and_counted_once() {
    try (StoreFixture fixture = shop()) {
      ParsedMessage orders = parse("m1", Shop.orders("a@x.example", "b@x.example", "c@x.example"));

      assertThat(write(fixture.store(), orders, orders)).isEqualTo(new WriteResult(1, 0));
      List<String> rows = fixture.rows().get("m1");
      assertThat(write(fixture.store(), orders)).isEqualTo(new WriteResult(0, 0));
      assertThat(write(fixture.otherProcess(), orders)).isEqualTo(new WriteResult(0, 0));
      assertThat(fixture.rows()).isEqualTo(Map.of("m1", rows));
    }
  }

  @Test
  default void empty_array_is_written_and_leaves_nothing() {
    try (StoreFixture fixture = shop()) {
      assertThat(write(fixture.store(), parse("m1", Shop.orders())))
          .isEqualTo(new WriteResult(1, 0));
      assertThat(
              write(
                  fixture.store(),
                  parse("m2", Shop.orders()),
                  parse("m3", Shop.orders("a@x.example"))))
          .isEqualTo(new WriteResult(2, 0));
      assertThat(fixture.rows()).containsOnlyKeys("m3");
      // Nothing tells that it has been there.
      assertThat(write(fixture.otherProcess(), parse("m1", Shop.orders())))
          .isEqualTo(new WriteResult(1, 0));
    }
  }

  @Test
  default void one_bad_element_rejects_its_whole_message() {
    try (StoreFixture fixture = shop()) {
      String body = Shop.orders("a@x.example", "no address", "b@x.example");

      assertThat(write(fixture.store(), parse("m1", body))).isEqualTo(new WriteResult(0, 1));
      assertThat(fixture.rows()).isEmpty();
      assertThat(fixture.mappings()).isEmpty();
      assertThat(fixture.rejects()).containsOnlyKeys("m1");
    }
  }

  @Test
  default void message_is_either_rows_of_a_table_or_a_reject_whichever_came_first() {
    try (StoreFixture fixture = shop()) {
      write(
          fixture.store(),
          parse("visit", Shop.visit("192.0.2.1")),
          parse("orders", Shop.orders("a@x.example", "b@x.example")),
          parse("r1", "{"),
          parse("r2", "{"));
      WriteResult swapped =
          write(
              fixture.otherProcess(),
              parse("visit", "{"),
              parse("orders", "{"),
              parse("r1", Shop.visit("192.0.2.1")),
              parse("r2", Shop.orders("a@x.example", "b@x.example")));

      assertThat(swapped).isEqualTo(new WriteResult(0, 0));
      assertThat(fixture.rows()).containsOnlyKeys("visit", "orders");
      assertThat(fixture.rejects()).containsOnlyKeys("r1", "r2");
    }
  }

  @Test
  default void concurrent_writers_that_meet_on_messages_of_several_kinds_store_each_once()
      throws Exception {
    List<ParsedMessage> messages =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    parse(
                        "m" + i,
                        i % 2 == 0
                            ? Shop.visit("192.0.2." + i % 7)
                            : Shop.orders(i % 9 + "@x.example", i % 5 + "@x.example")))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (StoreFixture fixture = shop()) {
      EventStore other = fixture.otherProcess();
      List<Callable<WriteResult>> writes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        EventStore store = i % 2 == 0 ? fixture.store() : other;
        List<ParsedMessage> part = messages.subList(i * 5, i * 5 + 100);
        writes.add(() -> store.write(WriteBatch.sorted(part)));
      }
      int stored = 0;
      for (Future<WriteResult> result : threads.invokeAll(writes)) {
        stored += result.get().rows();
      }
      assertThat(stored).isEqualTo(195);
      assertThat(fixture.rows()).hasSize(195);
    } finally {
      threads.shutdownNow();
    }
  }

  private static ParsedMessage parse(String id, String body) {
    boolean orders = body.contains("orders");
    return new EventParser(Shop.SPEC, Protection.plain())
        .parse(
            new QueueMessage(
                new Receipt(id, "handle", ""),
                body,
                Instant.parse("2026-11-23T23:59:59.999Z"),
                1,
                orders ? Map.of(Shop.EVENT_TYPE, "order.placed", Shop.REGION, "EU") : Map.of()));
  }

  private static WriteResult write(EventStore store, ParsedMessage... messages) {
    WriteResult result = store.write(WriteBatch.sorted(List.of(messages)));
    return new WriteResult(result.rows(), result.rejects());
  }
}
