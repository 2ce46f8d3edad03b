package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.spec.Shop;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The commands with a spec of several events: two tables, one event discarded, one unknown. */
@Tag("servers")
class SeveralTablesTest {
  private static final String UNKNOWN_PERSON = "c@secret.example";

  @TempDir Path folder;

  private Installation installation;
  private String spec;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    spec = Shop.file(folder).toString();
  }

  @Test
  void summary_counts_what_the_spec_discards() {
    sendOneOfEach();
    JsonObject summary = json(shop("consume", "--max-messages", "4", "--format", "json"));
    assertThat(summary.get("written").getAsInt()).isEqualTo(2);
    assertThat(summary.get("rejected").getAsInt()).isEqualTo(1);
    assertThat(summary.get("discarded").getAsInt()).isEqualTo(1);
    assertThat(summary.get("deleted").getAsInt()).isEqualTo(4);
    assertThat(installation.database().query("select region, position from orders order by 2"))
        .containsExactly("eu\t0", "eu\t1");
  }

  @Test
  void discarded_ones_have_a_metric_by_event() throws IOException {
    installation.queue().sendAll(List.of(Shop.ping(), Shop.ping(), Shop.visit("192.0.2.1")));
    Path file = folder.resolve("etl.prom");
    Run run = shop("consume", "--max-messages", "3", "--metrics-file", file.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("discarded +2\n");
    assertThat(Files.readAllLines(file))
        .contains(
            "# TYPE etl_messages_discarded_total counter",
            "etl_messages_discarded_total{event=\"ping\"} 2.0",
            "etl_messages_received_total 3.0",
            "etl_messages_deleted_total 3.0");
  }

  @Test
  void spec_that_discards_nothing_has_no_such_metric_and_no_such_figure() throws IOException {
    Path file = folder.resolve("etl.prom");
    Run run = installation.etl("consume", "--idle", "0s", "--metrics-file", file.toString());
    assertThat(run.out()).doesNotContain("discarded");
    assertThat(Files.readString(file)).doesNotContain("discarded");
  }

  @Test
  void dry_run_tells_what_it_would_do_with_each() {
    sendOneOfEach();
    Run run = shop("consume", "--dry-run", "--max-messages", "4");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().map(l -> JsonParser.parseString(l).getAsJsonObject()))
        .extracting(row -> row.get("table").getAsString())
        .containsExactlyInAnyOrder("visits", "orders", "orders");
    assertThat(run.err())
        .contains(
            "received            4\n",
            "would write         2\n",
            "would reject        1\n",
            "would discard       1\n",
            "released            4\n");
    assertThat(installation.queue().visible()).isEqualTo(4);
  }

  @Test
  void doctor_names_a_key_that_only_one_row_of_a_message_passes() {
    assertThat(shop("migrate").code()).isZero();
    installation.database().execute("create unique index one_row on orders (message_id)");
    assertThat(shop("doctor").out())
        .containsPattern("warning +database\\.unique_keys +orders\\.one_row\n");
  }

  @Test
  void rejects_are_listed_by_spec_and_shown_with_their_attributes() {
    String id = consumeOneOfEach();
    assertThat(installation.etl("rejects", "list").out())
        .startsWith(id + "\t")
        .endsWith("\tno event of the spec fits\tshop\n");
    assertThat(installation.etl("rejects", "list", "--format", "csv").out())
        .startsWith("id,time,reason,kind,sent_at,spec\n")
        .endsWith(",shop\n");
    JsonArray listed =
        JsonParser.parseString(installation.etl("rejects", "list", "--format", "json").out())
            .getAsJsonArray();
    assertThat(listed.get(0).getAsJsonObject().get("spec").getAsString()).isEqualTo("shop");
    assertThat(installation.etl("rejects", "show", id).out()).isEqualTo(Shop.returned());

    JsonObject message = json(installation.etl("rejects", "show", id, "--format", "message"));
    assertThat(message.get("MessageId").getAsString()).isEqualTo(id);
    assertThat(message.get("Body").getAsString()).isEqualTo(Shop.returned());
    JsonObject region = message.getAsJsonObject("MessageAttributes").getAsJsonObject(Shop.REGION);
    assertThat(region.get("StringValue").getAsString()).isEqualTo("eu");
  }

  @Test
  void unknown_event_is_loaded_once_the_spec_has_learned_it() {
    String id = consumeOneOfEach();
    String learned = Shop.learnedFile(folder).toString();

    Run run = installation.etl("rejects", "retry", "--all", "--format", "json", "--spec", learned);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "{\"retried\":1,\"written\":1,\"duplicates\":0,\"rejected\":0,\"discarded\":0}\n");
    assertThat(installation.database().query("select message_id from returns")).containsExactly(id);
    assertThat(installation.etl("rejects", "list").out()).isEmpty();
  }

  @Test
  void retry_by_another_spec_leaves_them_and_says_so() {
    String id = consumeOneOfEach();
    Run all = installation.etl("rejects", "retry", "--all", "--format", "json");
    assertThat(all.code()).isZero();
    assertThat(all.out())
        .isEqualTo(
            "{\"retried\":0,\"written\":0,\"duplicates\":0,\"rejected\":0,"
                + "\"left_to\":{\"shop\":1}}\n");
    assertThat(all.err())
        .isEqualTo("left 1 to the spec shop: retry them with that spec, or" + " --of-spec\n");

    Run one = installation.etl("rejects", "retry", id);
    assertThat(one.code()).isEqualTo(3);
    assertThat(one.out()).contains("retried             0\n", "left to shop        1\n");
    assertThat(one.err())
        .isEqualTo(
            "etl: "
                + id
                + " was rejected by the spec shop: retry it with that spec, or"
                + " --of-spec shop\n");
    assertThat(installation.database().value("select reason from rejected_messages"))
        .isEqualTo("no event of the spec fits");

    Run taken = installation.etl("rejects", "retry", id, "--of-spec", "shop");
    assertThat(taken.code()).isEqualTo(3);
    assertThat(taken.err()).isEqualTo("etl: " + id + " stays rejected: user_id: is missing\n");
    assertThat(installation.database().value("select spec from rejected_messages"))
        .isEqualTo("shop");
  }

  @Test
  void forget_finds_a_value_in_the_attributes_of_a_rejected_message() {
    assertThat(shop("migrate").code()).isZero();
    send(Shop.returned(), Map.of(Shop.REGION, UNKNOWN_PERSON));
    assertThat(shop("consume", "--max-messages", "1").code()).isZero();
    Run run = installation.reading(UNKNOWN_PERSON + "\n", "forget", "--value-from-stdin", "--yes");
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    assertThat(installation.etl("rejects", "list").out()).isEmpty();
  }

  @Test
  void stats_count_each_table_and_conditions_go_by_their_paths() {
    consumeOneOfEach();
    Run run =
        shop(
            "stats",
            "--format",
            "json",
            "--exact",
            "--fail-if",
            "database.tables.orders.rows>1",
            "--fail-if",
            "database.tables.visits.distinct.visitor>1");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("etl: database.tables.orders.rows>1 holds\n");
    JsonObject database = json(run).getAsJsonObject("database");
    assertThat(database.keySet())
        .containsExactly(
            "map_desmask", "rejected_messages", "tables", "estimated", "generations", "originals");
    assertThat(database.getAsJsonObject("tables"))
        .isEqualTo(
            JsonParser.parseString(
                "{\"visits\":{\"rows\":1,\"distinct\":{\"visitor\":1}},"
                    + "\"orders\":{\"rows\":2,\"distinct\":{\"customer\":2}}}"));
    assertThat(database.get("map_desmask").getAsInt()).isEqualTo(3);
    assertThat(database.getAsJsonObject("generations").getAsJsonObject("orders"))
        .isEqualTo(JsonParser.parseString("{\"unkeyed\":2}"));

    assertThat(shop("stats").out())
        .containsPattern("  orders +2\n  orders distinct customer +2\n")
        .doesNotContain("user_logins");
    assertThat(shop("stats", "--fail-if", "database.user_logins>0").code()).isEqualTo(2);
  }

  @Test
  void writer_of_the_granted_roles_writes_every_table_and_reads_no_value() {
    assertThat(shop("migrate").code()).isZero();
    String grants = Run.etl("grants", "--spec", spec).out();
    installation.database().execute(grants);
    installation.database().execute(grants);
    TestDatabase writer = memberOf("etl_writer");
    sendOneOfEach();

    Run run = shop("consume", "--max-messages", "4", "--database-url", writer.url());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("written +2\n").containsPattern("rejected +1\n");
    assertThat(installation.database().query("select spec from rejected_messages"))
        .containsExactly("shop");
    for (String value :
        List.of(
            "visitor from visits",
            "network from visits",
            "customer from orders",
            "region from orders",
            "body from rejected_messages",
            "attributes from rejected_messages",
            "spec from rejected_messages")) {
      assertThatThrownBy(() -> writer.query("select " + value))
          .as(value)
          .hasMessageContaining("permission denied");
    }
    assertThat(memberOf("etl_analyst").query("select region from orders"))
        .containsExactly("eu", "eu");
    JsonObject tables =
        json(shop("stats", "--format", "json", "--database-url", writer.url()))
            .getAsJsonObject("database")
            .getAsJsonObject("tables");
    assertThat(tables.getAsJsonObject("orders").toString())
        .isEqualTo("{\"rows\":2,\"distinct\":{\"customer\":null}}");
  }

  @Test
  void doctor_measures_a_batch_of_every_event() {
    assertThat(shop("migrate").code()).isZero();
    Run before = shop("doctor", "--allow-unkeyed");
    assertThat(before.out()).contains("1000 messages take ");
    installation.database().execute("alter table orders add check (region is null)");

    Run after = shop("doctor", "--allow-unkeyed");
    assertThat(after.code()).isEqualTo(78);
    assertThat(after.out()).contains("SQLSTATE 23514");
    assertThat(installation.database().query("select 1 from visits")).isEmpty();
  }

  private Run shop(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--spec", spec));
    return installation.etl(all.toArray(String[]::new));
  }

  private TestDatabase memberOf(String group) {
    String role = TestPostgres.server().createRole();
    installation.database().execute("grant " + group + " to " + role);
    return installation.database().as(role);
  }

  /** Returns the id of the one that the spec does not know. */
  private String consumeOneOfEach() {
    String unknown = sendOneOfEach();
    Run run = shop("consume", "--max-messages", "4");
    assertThat(run.code()).as(run.err()).isZero();
    return unknown;
  }

  private String sendOneOfEach() {
    installation.queue().send(Shop.visit("192.0.2.1"));
    send(
        Shop.orders("a@example.org", "b@example.org"),
        Map.of(Shop.EVENT_TYPE, "order.placed", Shop.REGION, "eu", "other", "unread"));
    installation.queue().send(Shop.ping());
    return send(Shop.returned(), Map.of(Shop.REGION, "eu", "other", "unread"));
  }

  private String send(String body, Map<String, String> attributes) {
    Map<String, MessageAttributeValue> values = new HashMap<>();
    attributes.forEach(
        (name, value) ->
            values.put(
                name,
                MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    return installation.queue().sendWith(values, body);
  }

  private static JsonObject json(Run run) {
    assertThat(run.out().lines()).as(run.err()).hasSize(1);
    return JsonParser.parseString(run.out()).getAsJsonObject();
  }
}
