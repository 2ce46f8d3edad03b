package etl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.event.MaskedEvent;
import etl.event.MaskedRow;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.RejectedMessage;
import etl.masking.Protection;
import etl.spec.file.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** What holds for any spec and any message. */
class SpecPropertiesTest {
  private static final int MESSAGES = 5;

  @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void no_message_makes_the_parser_throw(@ForAll Random random) {
    String spec = RandomSpec.readable(random, true);
    EventParser parser = parser(spec);
    RandomMessages messages = new RandomMessages(spec, random);
    for (int i = 0; i < MESSAGES; i++) {
      QueueMessage message = messages.next();
      QueueMessage spoilt =
          new QueueMessage(
              message.receipt(),
              spoilt(message.body(), random),
              message.sentAt(),
              1,
              message.attributes());

      ParsedMessage parsed = parser.parse(spoilt);

      boolean json = JsonOracle.isJson(spoilt.body());
      if (parsed instanceof RejectedMessage reject) {
        assertThat(reject.reason()).isNotBlank().doesNotContain(RandomMessages.CANARY);
        assertThat(reject.body()).isEqualTo(spoilt.body());
        assertThat(reject.kind() == RejectedMessage.Kind.NOT_JSON).isEqualTo(!json);
      } else {
        assertThat(json).isTrue();
      }
    }
  }

  private static String spoilt(String body, Random random) {
    StringBuilder spoilt = new StringBuilder(body);
    for (int spoils = random.nextInt(4); spoils > 0 && spoilt.length() > 0; spoils--) {
      int at = random.nextInt(spoilt.length());
      char c = "{}[]\":,\\ue+-.0 19\n\t\u0001x\uFEFF\ud800".charAt(random.nextInt(23));
      switch (random.nextInt(4)) {
        case 0 -> spoilt.deleteCharAt(at);
        case 1 -> spoilt.insert(at, c);
        case 2 -> spoilt.setCharAt(at, c);
        default -> {
          int end = Math.min(spoilt.length(), at + random.nextInt(30));
          spoilt.insert(random.nextInt(spoilt.length()), spoilt.substring(at, end));
        }
      }
    }
    return spoilt.toString();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void what_a_column_masks_no_column_shows(@ForAll Random random) {
    String spec = RandomSpec.any(random, true);
    EventParser parser;
    try {
      parser = parser(spec);
    } catch (SpecException e) {
      // It would show one.
      Statistics.collect("refused");
      return;
    }
    int hidden = 0;
    SpecOracle oracle = new SpecOracle(spec);
    RandomMessages messages = new RandomMessages(spec, random);
    for (int i = 0; i < MESSAGES; i++) {
      QueueMessage message = messages.next();
      if (parser.parse(message) instanceof MaskedEvent event) {
        JsonElement body = JsonParser.parseString(message.body());
        for (String secret : masked(oracle.event(message, body), message, body)) {
          hidden++;
          assertThat(event.rows())
              .as(spec)
              .flatMap(MaskedRow::values)
              .noneMatch(value -> value != null && value.contains(secret));
        }
      }
    }
    Statistics.collect(hidden == 0 ? "none" : "hidden");
    Statistics.coverage(
        seen -> {
          seen.check("refused").percentage(share -> share > 10);
          seen.check("hidden").percentage(share -> share > 10);
        });
  }

  /** Every value that stands where a column masks, and that no other place is likely to have. */
  private static List<String> masked(JsonObject event, QueueMessage message, JsonElement body) {
    List<String> masked = new ArrayList<>();
    for (JsonElement element : event.getAsJsonArray("columns")) {
      JsonObject column = element.getAsJsonObject();
      if (!column.has("masked") && !column.has("mask")) {
        continue;
      } else if (column.has("attribute")) {
        add(masked, SpecOracle.attribute(message, RandomSpec.REGION));
      } else if (event.has("each") && column.has("pointer")) {
        JsonElement items = SpecOracle.find(body, event.get("each").getAsString());
        items
            .getAsJsonArray()
            .forEach(item -> add(masked, SpecOracle.find(item, SpecOracle.pointer(column))));
      } else {
        add(masked, SpecOracle.find(body, SpecOracle.pointer(column)));
      }
    }
    return masked;
  }

  private static void add(List<String> masked, JsonElement value) {
    // A day may be the first of its month.
    if (value != null
        && value.isJsonPrimitive()
        && value.getAsString().length() > 7
        && !value.getAsString().endsWith("-01")) {
      masked.add(value.getAsString());
    }
  }

  private static EventParser parser(String spec) {
    return new EventParser(Specs.of(spec), Protection.plain());
  }
}
