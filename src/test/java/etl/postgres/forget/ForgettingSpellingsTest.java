package etl.postgres.forget;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import etl.envelope.Wraps;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.postgres.Database;
import etl.postgres.Keys;
import etl.postgres.Stores;
import etl.postgres.forget.Forgetting.ForgetPreview;
import etl.postgres.forget.Forgetting.ForgetReceipt;
import etl.postgres.recover.Actor;
import etl.postgres.write.PostgresEventStore;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.Mask;
import etl.spec.Specs;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import etl.value.Canonical;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many spellings of a value, of which each finds it. */
@Tag("servers")
class ForgettingSpellingsTest {
  private static final EventSpec VISITS =
      Specs.of(
          "visits",
          Specs.masked("address", Mask.HASH, Canonical.IP),
          Specs.masked("email", Mask.EMAIL, Canonical.EMAIL),
          Specs.masked("name", Mask.HASH));

  /** Ten addresses, four spellings of each; those of e-mail are told by their at sign. */
  private static final List<List<String>> ADDRESSES =
      List.of(
          List.of("192.0.2.7", "::ffff:192.0.2.7", "::FFFF:c000:207", "0:0:0:0:0:ffff:192.0.2.7"),
          List.of("198.51.100.1", "::ffff:198.51.100.1", "::ffff:c633:6401", "0::ffff:c633:6401"),
          List.of("2001:db8::1", "2001:DB8::1", "2001:0db8:0:0:0:0:0:1", "2001:db8:0::0:1"),
          List.of(
              "2001:db8::a:0:0:1",
              "2001:db8::A:0:0:1",
              "2001:db8:0:0:a::1",
              "2001:db8:0:0:a:0:0:1"),
          List.of("::1", "0:0:0:0:0:0:0:1", "0::1", "::0001"),
          List.of("fe80::2", "FE80::2", "fe80:0:0:0:0:0:0:2", "fe80::0002"),
          List.of("ann@example.com", "Ann@Example.com", " ann@example.com ", "ANN@EXAMPLE.COM"),
          List.of("bob@example.org", "BOB@example.org", "bob@Example.ORG\\t", "Bob@example.org"),
          List.of(
              "jo@xn--bcher-kva.example",
              "jo@b\\u00fccher.example",
              "JO@B\\u00dcCHER.example",
              "Jo@bu\\u0308cher.example"),
          List.of(
              "d.e@example.net", "D.E@example.net", "d.e@EXAMPLE.net", "\\u00a0d.e@example.net"));

  @TempDir Path folder;

  private final TestDatabase database = TestPostgres.server().createDatabase();

  private CurrentProtection keys;
  private PostgresEventStore store;

  @BeforeEach
  void open() {
    keys = Keys.in(folder).open();
    store =
        new PostgresEventStore(
            Database.pooled(Stores.connector(database), 1), VISITS, keys, notice -> {});
    store.prepareTables();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void forty_spellings_of_ten_addresses_have_ten_masks() {
    writeAll();

    assertThat(
            database.value(
                "select count(*) || ' ' || count(distinct coalesce(address, email)) from visits"))
        .isEqualTo("40 10");
    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("10");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void any_spelling_forgets_the_mapping_and_the_rejects_in_any_spelling(int spelling) {
    writeAll();
    for (int i = 0; i < ADDRESSES.size(); i++) {
      String value = unescaped(ADDRESSES.get(i).get(spelling));

      ForgetReceipt receipt = forget(forgetting -> forgetting.forget(Set.of(), Set.of(value)));

      assertThat(receipt.mappings()).as(value).isEqualTo(1);
      assertThat(receipt.rejects()).as(value).isEqualTo(4);
      assertThat(receipt.nothingRemoved()).as(value).isZero();
      assertThat(receipt.complete()).isTrue();
      assertThat(database.value("select count(*) from map_desmask"))
          .isEqualTo(Integer.toString(9 - i));
    }
    assertThat(database.query("select * from rejected_messages")).isEmpty();
    writeAll();
    assertThat(database.query("select * from map_desmask")).isEmpty();
  }

  @Test
  void hash_with_its_domain_forgets_the_address() {
    writeAll();
    String stored =
        database.value("select min(email) from visits where email like '%@example.com'");

    ForgetReceipt receipt = forget(forgetting -> forgetting.forget(List.of(stored), Set.of()));

    assertThat(receipt).isEqualTo(new ForgetReceipt(1, 1, 4, 0, 0));
    assertThat(forget(forgetting -> forgetting.forget(List.of(stored), Set.of())))
        .isEqualTo(new ForgetReceipt(1, 0, 0, 0, 1));
  }

  @Test
  void preview_counts_what_would_go() {
    writeAll();
    try (Database connected = Database.single(Stores.connector(database))) {
      assertThat(forgetting(connected).preview(Set.of(), Set.of("ANN@example.com")))
          .isEqualTo(new ForgetPreview(1, 4));
    }
    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("10");
  }

  @Test
  void value_without_a_canonical_form_is_found_as_it_is_only() {
    store.write(WriteBatch.sorted(List.of(parse("m1", "{\"name\": \"Ann Lee\"}"))));

    assertThat(forget(f -> f.forget(Set.of(), Set.of("ann lee"))).mappings()).isZero();
    assertThat(forget(f -> f.forget(Set.of(), Set.of("Ann Lee"))).mappings()).isEqualTo(1);
  }

  @Test
  void value_in_an_envelope_of_a_rejected_message_is_found_in_another_spelling() {
    String inner = "{\"email\": \"Ann@EXAMPLE.com\"}";
    String body = "{\"Message\": \"" + inner.replace("\"", "\\\"") + "\"}";
    store.write(WriteBatch.sorted(List.of(reject("r", body))));

    assertThat(forget(f -> f.forget(Set.of(), Set.of("ann@example.com"))).rejects()).isEqualTo(1);
  }

  @Test
  void value_in_an_encoded_envelope_of_a_rejected_message_is_found() {
    String inner = "{\"email\": \"Ann@EXAMPLE.com\", \"note\": \"x:ann@example.com!\"}";
    byte[] zipped = Wraps.gzip(Wraps.utf8(inner));
    String base64 = Wraps.base64(zipped);
    List<String> bodies =
        List.of(
            Wraps.binaryCloudEvent(inner),
            Wraps.member("payload", Wraps.text(base64)),
            Wraps.sns(Wraps.eventBridge(Wraps.member("p", Wraps.text(base64)))),
            Wraps.member(
                "payload", Wraps.text(Wraps.base64(Wraps.utf8(Wraps.sns(Wraps.text(base64)))))),
            // As some encoders write it.
            Wraps.member("payload", Wraps.text(base64.replaceAll("(.{20})", "$1\r\n"))),
            Wraps.member("payload", '"' + base64.replace("/", "\\/") + '"'),
            // Cut off, in the body and before.
            Wraps.member("payload", Wraps.text(base64.substring(0, base64.length() - 9))),
            "{\"payload\": \"" + base64);
    List<ParsedMessage> rejects = new ArrayList<>();
    bodies.forEach(body -> rejects.add(reject("r" + rejects.size(), body)));
    rejects.add(reject("other", Wraps.binaryCloudEvent(inner.replace("nn", "na"))));
    store.write(WriteBatch.sorted(rejects));

    assertThat(forget(f -> f.forget(Set.of(), Set.of("ann@example.com"))).rejects())
        .isEqualTo(bodies.size());
    assertThat(database.value("select message_id from rejected_messages")).isEqualTo("other");
  }

  private void writeAll() {
    List<ParsedMessage> messages = new ArrayList<>();
    for (List<String> spellings : ADDRESSES) {
      for (String spelling : new LinkedHashSet<>(spellings)) {
        String field = spelling.contains("@") ? "email" : "address";
        String id = "m" + messages.size();
        messages.add(parse(id, "{\"%s\": \"%s\"}".formatted(field, spelling)));
        messages.add(reject("r" + id, "{\"other\": [\"%s\"], \"open".formatted(spelling)));
      }
    }
    store.write(WriteBatch.sorted(messages));
  }

  private ParsedMessage parse(String id, String body) {
    return new EventParser(VISITS, keys)
        .parse(new QueueMessage(new Receipt(id, "handle", ""), body, Instant.EPOCH, 1));
  }

  private static RejectedMessage reject(String id, String body) {
    return new RejectedMessage(id, RejectedMessage.Kind.NOT_JSON, "bad", body, Instant.EPOCH);
  }

  private static String unescaped(String json) {
    return JsonParser.parseString("\"" + json + "\"").getAsString();
  }

  private ForgetReceipt forget(Function<Forgetting, ForgetReceipt> what) {
    try (Database connected = Database.single(Stores.connector(database))) {
      return what.apply(forgetting(connected));
    }
  }

  private Forgetting forgetting(Database connected) {
    return new Forgetting(connected, keys, new Actor("me", "here", ""), notice -> {});
  }
}
