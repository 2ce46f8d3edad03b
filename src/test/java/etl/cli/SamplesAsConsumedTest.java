package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.event.QueueMessage;
import etl.spec.EventSpec;
import etl.spec.RandomMessages;
import etl.spec.RandomSpec;
import etl.spec.Specs;
import etl.spec.TableSpec;
import etl.testing.Lane;
import etl.testing.ServersAndProperties;
import etl.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What {@code spec check} says of samples is what {@code consume} makes of them. */
@ServersAndProperties
class SamplesAsConsumedTest {
  private static final int MESSAGES = 120;

  private static Path folder;

  @BeforeContainer
  static void set_up() throws IOException {
    folder = Files.createTempDirectory("samples-as-consumed");
  }

  @AfterContainer
  static void clean_up() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = 4, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void rows_and_reasons_are_the_same(@ForAll Random random) throws IOException {
    // A sample does not say as a queue does when it was sent.
    String json = RandomSpec.readable(random, false);
    Path file = Files.writeString(folder.resolve("spec.json"), json);
    Installation installation = Installation.in(folder);
    List<String> ids = new ArrayList<>();
    List<String> samples = new ArrayList<>();
    RandomMessages messages = new RandomMessages(json, random);
    for (int i = 0; i < Lane.shortOrLong(MESSAGES, 10 * MESSAGES); i++) {
      QueueMessage message = messages.next();
      Map<String, String> attributes = new HashMap<>(message.attributes());
      attributes.remove(QueueMessage.GROUP);
      attributes.replaceAll((name, value) -> sendable(value));
      String body = i % 10 == 0 ? message.body().substring(1) : message.body();
      ids.add(installation.queue().sendWith(sent(attributes), body));
      samples.add(sample(ids.get(i), attributes, body));
    }
    Path sample = Files.writeString(folder.resolve("samples.json"), String.join("\n", samples));

    Run checked =
        Run.etl(
            "spec",
            "check",
            file.toString(),
            "--sample",
            sample.toString(),
            "--sample-format",
            "message");
    Run consumed = installation.etl("consume", "--spec", file.toString(), "--idle", "1s");

    assertThat(consumed.code()).as(consumed.err()).isZero();
    assertSameRows(Specs.of(json), installation.database(), checked.out().lines().toList());
    assertThat(reasons(checked, ids))
        .as(json)
        .isEqualTo(
            installation
                .database()
                .rows("select message_id, reason from rejected_messages")
                .stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1))));
    assertThat(checked.code()).isEqualTo(3);
  }

  /** The server reads the printed rows as it reads JSON. */
  private static void assertSameRows(EventSpec spec, TestDatabase database, List<String> printed) {
    Map<String, List<String>> rows = new HashMap<>();
    spec.tables().forEach(table -> rows.put(table.name(), new ArrayList<>()));
    for (String line : printed) {
      JsonObject row = JsonParser.parseString(line).getAsJsonObject();
      String table = spec.isFlat() ? spec.tables().get(0).name() : row.get("table").getAsString();
      // The text as it is printed: a parser could make other numbers of its own.
      String text = spec.isFlat() ? line : line.substring(line.indexOf("\"row\":") + 6);
      rows.get(table).add(spec.isFlat() ? text : text.substring(0, text.length() - 1));
    }
    for (TableSpec table : spec.tables()) {
      String all = "[" + String.join(",", rows.get(table.name())) + "]";
      String list = "$json$" + all + "$json$::jsonb";
      String read = "select * from jsonb_populate_recordset(null::%s, %s)";
      String difference =
          "select count(*) from (select * from %1$s except all %2$s) as missing"
              + " union all select count(*) from (%2$s except all select * from %1$s) as more";
      assertThat(
              database.query(
                  difference.formatted(table.name(), read.formatted(table.name(), list))))
          .as("%s%n%s", table.name(), all)
          .containsExactly("0", "0");
    }
  }

  private static Map<String, String> reasons(Run checked, List<String> ids) {
    Map<String, String> reasons = new HashMap<>();
    for (String line : checked.err().lines().toList()) {
      String[] parts = line.split(": ", 2);
      if (parts[0].startsWith("line ")) {
        reasons.put(ids.get(Integer.parseInt(parts[0].substring(5)) - 1), parts[1]);
      }
    }
    // What is no reason.
    reasons
        .values()
        .removeIf(said -> said.startsWith("no rows, ") || said.startsWith("discarded as event "));
    return reasons;
  }

  private static String sendable(String value) {
    return value.replaceAll("[\\u0000\\p{Cs}]", "?");
  }

  private static Map<String, MessageAttributeValue> sent(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                attribute ->
                    MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(attribute.getValue())
                        .build()));
  }

  /** As the AWS command line prints it, on one line. */
  private static String sample(String id, Map<String, String> attributes, String body) {
    JsonObject all = new JsonObject();
    attributes.forEach(
        (name, value) -> {
          JsonObject attribute = new JsonObject();
          attribute.addProperty("DataType", "String");
          attribute.addProperty("StringValue", value);
          all.add(name, attribute);
        });
    JsonObject message = new JsonObject();
    message.addProperty("MessageId", id);
    message.addProperty("Body", body);
    message.add("MessageAttributes", all);
    return message.toString();
  }
}
