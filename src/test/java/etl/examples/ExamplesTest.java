package etl.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.cli.Installation;
import etl.cli.Run;
import etl.testing.TestDatabase;
import etl.testing.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Each example goes through a real queue into a real database. */
@Tag("servers")
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("src/main/examples");
  private static final Path EXPECTED = Path.of("src/test/resources/etl/examples");

  private static final String TABLES =
      "select table_name from information_schema.columns"
          + " where column_name = 'message_id' and table_name <> 'rejected_messages'";

  @TempDir Path folder;

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void samples_become_the_expected_rows_and_nothing_else(Path example)
      throws IOException, SQLException {
    Installation installation = Installation.in(folder);
    Map<String, String> known = new HashMap<>();
    known.put(today(), "today");
    List<String> ids = send(example, installation.queue());
    ids.forEach(id -> known.put(id, "sample-" + (ids.indexOf(id) + 1)));

    Run run =
        installation.etl(
            "consume",
            "--spec",
            example.resolve("spec.json").toString(),
            "--max-messages",
            Integer.toString(ids.size()),
            "--format",
            "json");

    known.put(today(), "today");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"rejected\":0,\"left\":0,\"released\":0,");
    assertThat(rows(installation.database(), known))
        .containsExactlyInAnyOrderElementsOf(
            Files.readAllLines(EXPECTED.resolve(example.getFileName() + ".jsonl")).stream()
                .map(JsonParser::parseString)
                .toList());
    assertThat(installation.queue().visible() + installation.queue().inFlight()).isZero();
  }

  private static String today() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }

  private static List<String> send(Path example, TestQueue queue) throws IOException {
    Path messages = example.resolve("messages.json");
    if (Files.notExists(messages)) {
      return queue.sendAll(Files.readAllLines(example.resolve("samples.jsonl")));
    }
    List<String> ids = new ArrayList<>();
    for (JsonElement message :
        JsonParser.parseString(Files.readString(messages))
            .getAsJsonObject()
            .getAsJsonArray("Messages")) {
      JsonObject parts = message.getAsJsonObject();
      ids.add(
          queue.sendWith(
              attributes(parts.getAsJsonObject("MessageAttributes")),
              parts.get("Body").getAsString()));
    }
    return ids;
  }

  private static Map<String, MessageAttributeValue> attributes(JsonObject attributes) {
    return attributes.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                attribute -> {
                  JsonObject parts = attribute.getValue().getAsJsonObject();
                  return MessageAttributeValue.builder()
                      .dataType(parts.get("DataType").getAsString())
                      .stringValue(parts.get("StringValue").getAsString())
                      .build();
                }));
  }

  /** Each row with its table, and a word for what is different each time. */
  private static List<JsonElement> rows(TestDatabase database, Map<String, String> known)
      throws SQLException {
    List<JsonElement> rows = new ArrayList<>();
    for (String table : database.query(TABLES)) {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("set time zone 'UTC'");
        ResultSet result = statement.executeQuery("select to_jsonb(t) from \"" + table + "\" t");
        while (result.next()) {
          JsonObject row = JsonParser.parseString(result.getString(1)).getAsJsonObject();
          row.entrySet().forEach(field -> field.setValue(named(field.getValue(), known)));
          JsonObject all = new JsonObject();
          all.addProperty("table", table);
          all.add("row", row);
          rows.add(all);
        }
      }
    }
    return rows;
  }

  private static JsonElement named(JsonElement value, Map<String, String> known) {
    String name = value.isJsonPrimitive() ? known.get(value.getAsString()) : null;
    return name == null ? value : JsonParser.parseString('"' + name + '"');
  }
}
