package etl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import etl.envelope.Wraps;
import etl.event.DiscardedMessage;
import etl.event.Logins;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.RejectedMessage;
import etl.masking.Protection;
import etl.spec.file.SpecException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** What holds for any event in any envelopes. */
class EnvelopePropertiesTest {
  /** A body, the envelopes that it is in, and what the queue knows of it. */
  private record Wrapped(String body, List<String> unwrap, Map<String, String> attributes) {}

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void wrapped_event_becomes_what_the_bare_one_does(@ForAll Random random) {
    // Around a bare event there is nothing.
    String spec = RandomSpec.readable(random, true).replace("\"envelope\"", "\"root\"");
    EventParser bare = parser(spec);
    RandomMessages messages = new RandomMessages(spec, random);
    for (int i = 0; i < 3; i++) {
      QueueMessage message = messages.next();
      if (message.body().strip().equals("null")) {
        // Such an envelope holds no event.
        continue;
      }
      Wrapped wrapped = wrapped(message, random);

      ParsedMessage expected = bare.parse(message);
      ParsedMessage parsed =
          parser(Wraps.spec(spec, wrapped.unwrap())).parse(with(message, wrapped));

      if (expected instanceof RejectedMessage reject) {
        assertThat(parsed)
            .isInstanceOfSatisfying(
                RejectedMessage.class,
                inner -> {
                  assertThat(inner.reason()).isEqualTo(reject.reason());
                  assertThat(inner.body()).isEqualTo(wrapped.body());
                });
      } else {
        assertThat(parsed).as(wrapped.unwrap().toString()).isEqualTo(expected);
      }
      Statistics.label("result").collect(expected.getClass().getSimpleName());
      Statistics.label("depth").collect(wrapped.unwrap().size());
    }
    Statistics.label("result")
        .coverage(
            seen -> {
              seen.check(MaskedEvent.class.getSimpleName()).percentage(share -> share > 20);
              seen.check(RejectedMessage.class.getSimpleName()).percentage(share -> share > 5);
              seen.check(DiscardedMessage.class.getSimpleName()).percentage(share -> share > 1);
            });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void no_damage_makes_the_parser_throw_or_say_a_value(@ForAll Random random) {
    String spec = RandomSpec.readable(random, true);
    QueueMessage message = new RandomMessages(spec, random).next();
    Wrapped wrapped = wrapped(message, random);
    EventParser parser;
    try {
      parser = parser(Wraps.spec(spec, wrapped.unwrap()));
    } catch (SpecException e) {
      // In its envelope, a column would show what another one masks.
      return;
    }
    String body = damaged(wrapped.body(), random);

    ParsedMessage parsed =
        parser.parse(with(message, new Wrapped(body, wrapped.unwrap(), wrapped.attributes())));

    if (parsed instanceof RejectedMessage reject) {
      assertThat(reject.body()).isEqualTo(body);
      assertThat(reject.reason()).isNotBlank().doesNotContain(RandomMessages.CANARY);
    }
    if (!JsonOracle.isJson(body)) {
      assertThat(parsed).isInstanceOf(RejectedMessage.class);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void damaged_gzip_is_the_same_text_or_rejected(@ForAll Random random) {
    String event = "{\"a\":\"" + RandomMessages.CANARY + random.nextInt() + "\"}";
    byte[] zipped = Wraps.gzip(Wraps.utf8(event));
    for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
      zipped[random.nextInt(zipped.length)] = (byte) random.nextInt(256);
    }
    String spec =
        """
        {"table": "t", "unwrap": [{"pointer": "/p", "encoded": "base64+gzip"}], "columns": [
          {"name": "a", "pointer": "/a", "type": "text"},
          {"name": "id", "message": "message_id", "type": "text"}]}""";
    String body = Wraps.member("p", Wraps.text(Wraps.base64(zipped)));
    ParsedMessage parsed = parser(spec).parse(Logins.message("m1", body));

    if (parsed instanceof MaskedEvent row) {
      // In the header, a name or a time may be anything.
      assertThat(event).contains('"' + row.rows().get(0).values().get(0) + '"');
    } else {
      assertThat(((RejectedMessage) parsed).reason()).startsWith("envelope /p: is no gzip");
    }
  }

  /** In one envelope to five, of any kind. */
  private static Wrapped wrapped(QueueMessage message, Random random) {
    String text = message.body();
    Map<String, String> attributes = message.attributes();
    List<String> unwrap = new ArrayList<>();
    for (int depth = 1 + random.nextInt(5); depth > 0; depth--) {
      switch (random.nextInt(7)) {
        case 0 -> {
          boolean first = !unwrap.contains("\"sns\"");
          text = Wraps.sns(text, first ? ofEvent(attributes) : Map.of("type", "of no event"));
          attributes = first ? ofQueue(attributes) : attributes;
          unwrap.add(0, "\"sns\"");
        }
        case 1 -> {
          text = Wraps.eventBridge(text);
          unwrap.add(0, "\"eventbridge\"");
        }
        case 2 -> {
          text = Wraps.cloudEvent(text);
          unwrap.add(0, "\"cloudevents\"");
        }
        case 3 -> {
          text = Wraps.binaryCloudEvent(text);
          unwrap.add(0, "\"cloudevents\"");
        }
        case 4 -> {
          text = Wraps.member("\u00e4/~\n", text);
          unwrap.add(0, "{\"pointer\":\"/\u00e4~1~0\\n\"}");
        }
        case 5 -> {
          text = Wraps.member("p", "[{}," + Wraps.text(text) + "]");
          unwrap.add(0, "{\"pointer\":\"/p/1\",\"encoded\":\"json\"}");
        }
        default -> {
          boolean zips = random.nextBoolean();
          byte[] bytes = Wraps.utf8(text);
          text = Wraps.text(Wraps.base64(zips ? Wraps.gzip(bytes) : bytes));
          unwrap.add(0, "{\"pointer\":\"\",\"encoded\":\"base64" + (zips ? "+gzip" : "") + "\"}");
        }
      }
    }
    return new Wrapped(text, unwrap, attributes);
  }

  private static Map<String, String> ofEvent(Map<String, String> attributes) {
    Map<String, String> own = new HashMap<>(attributes);
    own.remove(QueueMessage.GROUP);
    return own;
  }

  /** As the queue would tell them of another message. */
  private static Map<String, String> ofQueue(Map<String, String> attributes) {
    Map<String, String> other = new HashMap<>();
    attributes.forEach(
        (name, value) -> other.put(name, name.equals(QueueMessage.GROUP) ? value : "other"));
    return other;
  }

  private static String damaged(String body, Random random) {
    StringBuilder damaged = new StringBuilder(body);
    for (int damages = random.nextInt(4); damages > 0 && damaged.length() > 1; damages--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(5)) {
        case 0 -> damaged.setLength(at);
        case 1 -> damaged.deleteCharAt(at);
        case 2 ->
            damaged.setCharAt(
                at, "{}[]\":,\\ue=+/A0 \n\u0001\u20ac\ud800".charAt(random.nextInt(19)));
        case 3 -> damaged.insert(at, damaged.substring(at, Math.min(damaged.length(), at + 40)));
        default -> damaged.insert(at, Wraps.base64(Wraps.bomb(random.nextInt(1 << 20), "{}")));
      }
    }
    return damaged.toString();
  }

  private static QueueMessage with(QueueMessage message, Wrapped wrapped) {
    return new QueueMessage(
        message.receipt(), wrapped.body(), message.sentAt(), 1, wrapped.attributes());
  }

  private static EventParser parser(String spec) {
    return new EventParser(Specs.of(spec), Protection.plain());
  }
}
