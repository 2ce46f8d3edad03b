package etl.postgres.rejects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.envelope.Wraps;
import etl.event.Fault;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.Keys;
import etl.postgres.Stores;
import etl.postgres.rejects.RejectRetry.RetryCounts;
import etl.postgres.rejects.RejectedMessages.RejectedEntry;
import etl.postgres.rekey.Remask;
import etl.postgres.write.PostgresEventStore;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.Shop;
import etl.spec.Specs;
import etl.spec.file.SpecFile;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rejected messages of several specs in one database. */
@Tag("servers")
class RejectsOfSpecsTest {
  private static final Instant SENT = Instant.parse("2026-02-28T23:59:59.999Z");
  private static final Map<String, String> ORDER =
      Map.of(Shop.EVENT_TYPE, "order.placed", Shop.REGION, "é\"u", QueueMessage.GROUP, "g-1");

  @TempDir Path folder;

  private final TestDatabase database = TestPostgres.server().createDatabase();

  @Test
  void it_is_remembered_which_spec_and_which_attributes() {
    reject(Shop.SPEC, "m-1", "[]", ORDER);
    reject(Shop.SPEC, "m-2", "[]", Map.of());
    reject(SpecFile.builtIn(), "m-3", "[]", ORDER);

    assertThat(
            database.query(
                "select message_id, spec, convert_from(attributes, 'UTF8') from rejected_messages"
                    + " order by message_id"))
        .containsExactly(
            "m-1\tshop\t{\"AWS.MessageGroupId\":\"g-1\",\"event_type\":\"order.placed\","
                + "\"region\":\"é\\\"u\"}",
            "m-2\tshop\t<null>",
            "m-3\t<null>\t<null>");
    try (Database connected = connect()) {
      RejectedMessages messages = new RejectedMessages(connected);
      List<RejectedEntry> listed = new ArrayList<>();
      messages.forEach(listed::add);
      assertThat(listed).extracting(RejectedEntry::spec).containsExactly("shop", "shop", "");
      StoredReject found = messages.find("m-1").orElseThrow();
      assertThat(found.attributes(Keys.opener(Protection.plain()))).isEqualTo(ORDER);
      assertThat(messages.find("m-2").orElseThrow().attributes(Keys.opener(Protection.plain())))
          .isEmpty();
    }
  }

  @Test
  void attributes_are_encrypted_as_the_body_is() {
    CurrentProtection keys = Keys.in(folder).open();
    try (PostgresEventStore store = Stores.of(database, Shop.SPEC, keys)) {
      store.prepareTables();
      store.write(WriteBatch.inOrder(List.of(rejected("m-1", "[]", ORDER))));
    }

    assertThat(
            database.value(
                "select encode(substr(attributes, 2, 5), 'escape') from" + " rejected_messages"))
        .isEqualTo("enc1:");
    try (Database connected = connect()) {
      StoredReject found = new RejectedMessages(connected).find("m-1").orElseThrow();
      assertThat(found.attributes(Keys.opener(keys.current()))).isEqualTo(ORDER);
    }
  }

  @Test
  void attributes_are_carried_to_newer_keys() {
    Keys keys = Keys.in(folder);
    reject(Shop.SPEC, "m-1", "[]", ORDER);
    reject(Shop.SPEC, "m-2", "[]", Map.of());
    for (int generation = 1; generation <= 2; generation++) {
      try (Database connected = connect()) {
        new Remask(connected, keys.open(), notice -> {}, (table, pages, all, rows) -> {}).run();
        assertThat(
                database.query(
                    "select encode(substr(attributes, 2, 5), 'escape') from rejected_messages"
                        + " order by message_id"))
            .containsExactly("enc" + generation + ":", "<null>");
        StoredReject found = new RejectedMessages(connected).find("m-1").orElseThrow();
        assertThat(found.attributes(Keys.opener(keys.open().current()))).isEqualTo(ORDER);
      }
      keys.rotate();
    }
  }

  @Test
  void spec_that_has_learned_an_event_loads_what_it_once_rejected() {
    consume(Shop.SPEC, "m-1", Shop.returned(), Map.of());
    consume(Shop.SPEC, "m-2", Shop.visit("192.0.2.1"), Map.of());
    assertThat(database.query("select message_id, kind from rejected_messages"))
        .containsExactly("m-1\tunknown_event");

    assertThat(retryAll(Shop.SPEC, Shop.NAME)).isEqualTo(new RetryCounts(0, 0, 1, 0));
    assertThat(retryAll(Shop.LEARNED, Shop.NAME)).isEqualTo(new RetryCounts(1, 0, 0, 0));
    assertThat(database.query("select message_id from returns")).containsExactly("m-1");
    assertThat(database.query("select message_id from rejected_messages")).isEmpty();
  }

  @Test
  void notifications_read_with_the_wrong_spec_are_loaded_with_the_right_one() {
    consume(Shop.SPEC, "m-1", Wraps.sns(Shop.visit("192.0.2.1")), Map.of());
    Map<String, String> attributes = Map.of(Shop.EVENT_TYPE, "order.placed", Shop.REGION, "eu");
    String orders = Shop.orders("a@example.org", "b@example.org");
    consume(Shop.SPEC, "m-2", Wraps.sns(orders, attributes), Map.of());
    consume(Shop.SPEC, "m-3", Wraps.sns(Shop.ping()), Map.of());

    assertThat(database.query("select distinct reason from rejected_messages"))
        .containsExactly(
            "no event of the spec fits (the body is an SNS notification: add \"sns\" to the spec's"
                + " unwrap, or turn on raw message delivery for the subscription)");
    assertThat(retryAll(Shop.wrapped("\"sns\""), Shop.NAME)).isEqualTo(new RetryCounts(2, 0, 0, 1));
    assertThat(database.query("select message_id from visits")).containsExactly("m-1");
    assertThat(database.query("select message_id, region from orders"))
        .containsExactly("m-2\teu", "m-2\teu");
    assertThat(database.query("select message_id from rejected_messages")).isEmpty();
  }

  @Test
  void small_bodies_that_are_large_unzipped_are_stored_a_few_at_a_time() {
    EventSpec spec =
        Specs.of(
            """
            {"table": "zipped", "unwrap": [{"pointer": "/p", "encoded": "base64+gzip"}],
             "columns": [{"name": "pad", "pointer": "/pad", "type": "text", "required": true},
              {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}]}""");
    String event = "{\"pad\":\"" + "x".repeat(3 << 20) + "\"}";
    String body = Wraps.member("p", Wraps.text(Wraps.base64(Wraps.gzip(Wraps.utf8(event)))));
    for (int i = 0; i < 4; i++) {
      reject(spec, "m-" + i, body, Map.of());
    }
    reject(spec, "m-4", body.replace("\"p\"", "\"q\""), Map.of());

    assertThat(retryAll(spec, spec.name())).isEqualTo(new RetryCounts(4, 0, 1, 0));
    assertThat(database.value("select sum(length(pad)) from zipped"))
        .isEqualTo(Integer.toString(4 * (3 << 20)));
    assertThat(database.query("select message_id, reason from rejected_messages"))
        .containsExactly("m-4\tenvelope /p: is missing");
  }

  @Test
  void it_is_routed_by_its_attributes_and_unfolds_with_them() {
    reject(Shop.SPEC, "m-1", Shop.orders("a@example.org", "b@example.org"), ORDER);
    reject(Shop.SPEC, "m-2", Shop.orders("c@example.org"), Map.of(Shop.REGION, "eu"));
    reject(Shop.SPEC, "m-3", Shop.orders(), ORDER);

    assertThat(retryAll(Shop.SPEC, Shop.NAME)).isEqualTo(new RetryCounts(2, 0, 1, 0));
    assertThat(
            database.query(
                "select message_id, position, region, split_part(customer, '@', 2) from orders"
                    + " order by position"))
        .containsExactly("m-1\t0\té\"u\texample.org", "m-1\t1\té\"u\texample.org");
    assertThat(database.query("select message_id, reason from rejected_messages"))
        .containsExactly("m-2\tno event of the spec fits");
  }

  @Test
  void what_the_spec_discards_is_removed_and_counted() {
    reject(Shop.SPEC, "m-1", Shop.ping(), Map.of());
    List<String> told = new ArrayList<>();
    try (Database connected = connect()) {
      assertThat(
              retry(connected, Shop.SPEC, Shop.NAME)
                  .retryThese(Set.of("m-1"), (ids, rejected) -> told.addAll(ids)))
          .isEqualTo(new RetryCounts(0, 0, 0, 1));
    }
    assertThat(told).containsExactly("m-1");
    assertThat(database.query("select 1 from rejected_messages")).isEmpty();
  }

  @Test
  void what_the_spec_would_leave_on_the_queue_stays() {
    reject(Shop.SPEC, "m-1", Shop.returned(), Map.of());
    assertThat(retryAll(Shop.leaving(), Shop.NAME)).isEqualTo(new RetryCounts(0, 0, 1, 0));
    assertThat(database.query("select reason from rejected_messages"))
        .containsExactly("no event of the spec fits");
  }

  @Test
  void each_spec_takes_its_own_and_tells_of_the_others() {
    reject(Shop.SPEC, "m-1", Shop.visit("192.0.2.1"), Map.of());
    reject(SpecFile.builtIn(), "m-2", RejectsFixture.login(2), Map.of());
    reject(SpecFile.builtIn(), "m-3", RejectsFixture.login(3), Map.of());
    // By someone who gave the built-in spec's rejects its name.
    database.execute("update rejected_messages set spec = 'user_logins' where message_id = 'm-3'");

    try (Database connected = connect()) {
      RejectRetry shop = retry(connected, Shop.SPEC, Shop.NAME);
      assertThat(shop.others()).containsExactly(Map.entry("user_logins", 2L));
      assertThat(shop.retryAll()).isEqualTo(new RetryCounts(1, 0, 0, 0));
      RejectRetry logins = retry(connected, SpecFile.builtIn(), "user_logins");
      assertThat(logins.others()).isEmpty();
      assertThat(logins.retryAll()).isEqualTo(new RetryCounts(2, 0, 0, 0));
    }
    assertThat(database.query("select message_id from user_logins order by message_id"))
        .containsExactly("m-2", "m-3");
  }

  @Test
  void ids_of_another_spec_are_told_and_left_alone() {
    reject(Shop.SPEC, "m-1", Shop.visit("192.0.2.1"), Map.of());
    reject(SpecFile.builtIn(), "m-2", RejectsFixture.login(2), Map.of());

    Map<String, String> left = new HashMap<>();
    try (Database connected = connect()) {
      RejectRetry.Listener listener =
          new RejectRetry.Listener() {
            @Override
            public void retried(List<String> ids, Map<String, String> rejected) {
              assertThat(ids).containsExactly("m-1");
            }

            @Override
            public void left(Map<String, String> specs) {
              left.putAll(specs);
            }
          };
      assertThat(
              retry(connected, Shop.SPEC, Shop.NAME)
                  .retryThese(Set.of("m-1", "m-2", "m-9"), listener))
          .isEqualTo(new RetryCounts(1, 0, 0, 0));
    }
    assertThat(left).containsExactly(Map.entry("m-2", "user_logins"));
    assertThat(database.query("select reason from rejected_messages"))
        .containsExactly("by older rules");
  }

  @Test
  void those_of_another_name_are_taken_when_asked_for_and_stay_that_specs() {
    reject(Shop.SPEC, "m-1", Shop.visit("192.0.2.1"), Map.of());
    reject(Shop.SPEC, "m-2", "[]", Map.of());

    assertThat(retryAll(Shop.named("store"), "store")).isEqualTo(RetryCounts.NONE);
    assertThat(retryAll(Shop.named("store"), Shop.NAME)).isEqualTo(new RetryCounts(1, 0, 1, 0));
    assertThat(database.query("select message_id, spec, kind from rejected_messages"))
        .containsExactly("m-2\tshop\tunknown_event");
  }

  @Test
  void built_in_spec_goes_on_where_nobody_may_add_the_columns() {
    TestDatabase writer = olderTables();
    try (PostgresEventStore store = Stores.prepared(writer)) {
      store.write(WriteBatch.inOrder(List.of(rejected("m-1", "[]", Map.of()))));
    }
    try (Database connected = Database.single(Stores.connector(writer))) {
      RejectedMessages messages = new RejectedMessages(connected);
      List<RejectedEntry> listed = new ArrayList<>();
      messages.forEach(listed::add);
      assertThat(listed).extracting(RejectedEntry::spec).containsExactly("");
      assertThat(messages.find("m-1").orElseThrow().attributes(Keys.opener(Protection.plain())))
          .isEmpty();
    }
  }

  @Test
  void another_spec_does_not_reject_in_a_table_that_could_not_tell() {
    TestDatabase writer = olderTables();
    try (PostgresEventStore store = Stores.of(writer, Shop.SPEC, CurrentProtection.plain())) {
      assertThatThrownBy(store::prepareTables)
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DENIED))
          .hasMessageContaining("columns spec and attributes are missing")
          .hasMessageContaining("etl migrate");
    }
  }

  /**
   * Those of an installation before there were other specs, as a role sees them that only writes.
   */
  private TestDatabase olderTables() {
    Stores.of(database, Shop.SPEC, CurrentProtection.plain()).prepareTables();
    Stores.prepared(database).close();
    database.execute("alter table rejected_messages drop column spec, drop column attributes");
    TestDatabase writer = database.as(TestPostgres.server().createRole());
    database.execute("grant select, insert on all tables in schema public to " + writer.user());
    return writer;
  }

  /** Stores a message as rejected, whatever stands in it. */
  private void reject(EventSpec spec, String id, String body, Map<String, String> attributes) {
    try (PostgresEventStore store = Stores.of(database, spec, CurrentProtection.plain())) {
      store.prepareTables();
      store.write(WriteBatch.inOrder(List.of(rejected(id, body, attributes))));
    }
  }

  private static RejectedMessage rejected(String id, String body, Map<String, String> attributes) {
    return new RejectedMessage(
        id, RejectedMessage.Kind.TOO_LONG, "by older rules", body, SENT, attributes, false);
  }

  private void consume(EventSpec spec, String id, String body, Map<String, String> attributes) {
    EventParser parser = new EventParser(spec, Protection.plain());
    try (PostgresEventStore store = Stores.of(database, spec, CurrentProtection.plain())) {
      store.prepareTables();
      Receipt receipt = new Receipt(id, "", "");
      store.write(
          WriteBatch.inOrder(
              List.of(parser.parse(new QueueMessage(receipt, body, SENT, 1, attributes)))));
    }
  }

  private RetryCounts retryAll(EventSpec spec, String ofSpec) {
    try (Database connected = connect()) {
      return retry(connected, spec, ofSpec).retryAll();
    }
  }

  private static RejectRetry retry(Database connected, EventSpec spec, String ofSpec) {
    return new RejectRetry(connected, spec, ofSpec, CurrentProtection.plain(), notice -> {});
  }

  private Database connect() {
    return Database.pooled(Stores.connector(database), 2);
  }
}
