package etl.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.event.EventStore;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.RejectedMessage;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.masking.Protection;
import etl.postgres.Stores;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.OracleValues;
import etl.spec.RandomMessages;
import etl.spec.RandomSpec;
import etl.spec.SpecOracle;
import etl.spec.Specs;
import etl.spec.TableSpec;
import etl.testing.Lane;
import etl.testing.ServersAndProperties;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Messages of random specs in a real database, which a second, simpler reading foretells. */
@ServersAndProperties
class StoredAsOracleTest {
  private static final int TRIES = 12;
  private static final int MESSAGES = Lane.shortOrLong(300, 3_000);

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void what_is_stored_is_what_the_oracle_reads(@ForAll Random random) {
    String json = RandomSpec.readable(random, true);
    EventSpec spec = Specs.of(json);
    EventParser parser = new EventParser(spec, Protection.plain());
    SpecOracle oracle = new SpecOracle(json);
    RandomMessages messages = new RandomMessages(json, random);
    List<ParsedMessage> batch = new ArrayList<>();
    Map<String, List<Map<String, String>>> expected = new HashMap<>();
    spec.tables().forEach(table -> expected.put(table.name(), new ArrayList<>()));
    TreeSet<String> rejected = new TreeSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      QueueMessage message = messages.next();
      ParsedMessage parsed = parser.parse(message);
      List<SpecOracle.Row> rows = oracle.rows(message);
      assertThat(parsed instanceof RejectedMessage)
          .as("%s%n%s%n%s", parsed, message.body(), json)
          .isEqualTo(rows == null);
      batch.add(parsed);
      if (rows == null) {
        rejected.add(message.id());
      } else {
        rows.forEach(row -> expected.get(row.table()).add(row.values()));
      }
    }
    TestDatabase database = TestPostgres.server().createDatabase();
    try (EventStore store = Stores.of(database, spec, CurrentProtection.plain())) {
      store.prepareTables();
      store.write(WriteBatch.sorted(batch));
      store.write(WriteBatch.sorted(batch));
    }

    for (TableSpec table : spec.tables()) {
      assertThat(stored(database, json, table.name()))
          .as(json)
          .containsExactlyInAnyOrderElementsOf(expected.get(table.name()));
    }
    assertThat(database.query("select message_id from rejected_messages"))
        .containsExactlyInAnyOrderElementsOf(rejected);
    assertThat(TestPostgres.server().log()).doesNotContain(RandomMessages.CANARY);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void what_the_database_refuses_it_does_not_log(@ForAll Random random) {
    String json = RandomSpec.readable(random, true);
    EventSpec spec = Specs.of(json);
    EventParser parser = new EventParser(spec, Protection.plain());
    RandomMessages messages = new RandomMessages(json, random);
    TestDatabase database = TestPostgres.server().createDatabase();
    try (EventStore store = Stores.of(database, spec, CurrentProtection.plain())) {
      store.prepareTables();
      for (TableSpec table : spec.tables()) {
        database.execute(
            "alter table %s add constraint refused check (md5(%1$s::text) < '8')"
                .formatted(table.name()));
      }
      long refused =
          Stream.generate(() -> parser.parse(messages.next()))
              .limit(MESSAGES)
              .filter(MaskedEvent.class::isInstance)
              .filter(event -> isRefusedTellingNothing(store, event))
              .limit(MESSAGES / 20)
              .count();
      // Some specs no random message keeps; were it all of them, jqwik would fail the test.
      Assume.that(refused > 0);
    }
    assertThat(TestPostgres.server().log())
        .contains("violates check constraint \"refused\"")
        .doesNotContain(RandomMessages.CANARY);
  }

  private static boolean isRefusedTellingNothing(EventStore store, ParsedMessage event) {
    try {
      store.write(WriteBatch.sorted(List.of(event)));
      return false;
    } catch (StoreException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        assertThat(cause.toString()).doesNotContain(RandomMessages.CANARY);
      }
      return true;
    }
  }

  private static List<Map<String, String>> stored(TestDatabase database, String spec, String name) {
    Map<String, String> types = new HashMap<>();
    for (JsonElement each :
        JsonParser.parseString(spec).getAsJsonObject().getAsJsonArray("events")) {
      JsonObject event = each.getAsJsonObject();
      if (event.has("table") && event.get("table").getAsString().equals(name)) {
        for (JsonElement column : event.getAsJsonArray("columns")) {
          types.put(text(column, "name"), text(column, "type"));
        }
      }
    }
    List<String> names = List.copyOf(types.keySet());
    String columns =
        names.stream().map(n -> selected(n, types.get(n))).reduce((a, b) -> a + ", " + b).get();
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> values : database.rows("select " + columns + " from " + name)) {
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        row.put(names.get(i), OracleValues.stored(types.get(names.get(i)), values.get(i)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String text(JsonElement object, String member) {
    return object.getAsJsonObject().get(member).getAsString();
  }

  private static String selected(String column, String type) {
    return switch (type) {
      case "timestamptz" ->
          "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')".formatted(column);
      case "text[]" -> "to_jsonb(%s)".formatted(column);
      default -> column + "::text";
    };
  }
}
