package etl.spec;

import etl.envelope.Wraps;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A shop's events: visits, orders of which one message has many, and pings that nobody keeps. */
public final class Shop {
  public static final String NAME = "shop";

  /** The attribute that makes a message one of orders. */
  public static final String EVENT_TYPE = "event_type";

  /** The attribute that becomes a column. */
  public static final String REGION = "region";

  private static final String RETURN =
      """
      { "name": "return",
        "when": {"pointer": "/kind", "equals": "return"},
        "table": "returns",
        "columns": [
          {"name": "order_id", "pointer": "/id", "type": "uuid", "required": true},
          {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128} ] },
      """;

  private static final String JSON = text();

  /** The same, and returns besides. */
  private static final String LEARNED_JSON =
      JSON.replace("{ \"name\": \"ping\"", RETURN + "{ \"name\": \"ping\"");

  /** Knows no returns. */
  public static final EventSpec SPEC = Specs.of(JSON);

  /** The same a year later. */
  public static final EventSpec LEARNED = Specs.of(LEARNED_JSON);

  private Shop() {}

  private static String text() {
    try (InputStream in = Shop.class.getResourceAsStream("shop.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with the spec. */
  public static Path file(Path folder) {
    return file(folder, JSON);
  }

  /** A file with the spec that has learned returns. */
  public static Path learnedFile(Path folder) {
    return file(folder, LEARNED_JSON);
  }

  private static Path file(Path folder, String json) {
    try {
      return Files.writeString(Files.createTempFile(folder, "shop", ".json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The events of {@link #LEARNED} by another name. */
  public static EventSpec named(String name) {
    return Specs.of(LEARNED_JSON.replaceFirst(NAME, name));
  }

  /**
   * The events of {@link #LEARNED} in envelopes.
   *
   * @param envelopes as JSON
   */
  public static EventSpec wrapped(String... envelopes) {
    return Specs.of(Wraps.spec(LEARNED_JSON, List.of(envelopes)));
  }

  /** The same, but unknown events stay on the queue. */
  public static EventSpec leaving() {
    return new EventSpec(NAME, List.of(), SPEC.events(), EventSpec.Otherwise.LEAVE, false);
  }

  /** Two tables, and a row for each message. */
  public static EventSpec withoutUnfolding() {
    return new EventSpec(
        NAME,
        List.of(),
        List.of(LEARNED.events().get(0), LEARNED.events().get(2)),
        EventSpec.Otherwise.REJECT,
        false);
  }

  public static String visit(String ip) {
    return "{\"kind\":\"visit\",\"ip\":\"" + ip + "\"}";
  }

  /** Needs the attributes {@link #EVENT_TYPE} and {@link #REGION}. */
  public static String orders(String... emails) {
    StringBuilder orders = new StringBuilder();
    for (String email : emails) {
      orders
          .append(orders.length() == 0 ? "" : ",")
          .append("{\"id\":\"5fea7756-0ea4-451a-a703-a558b933e274\",\"total\":\"12.50\",")
          .append("\"email\":\"" + email + "\"}");
    }
    return "{\"orders\":[" + orders + "]}";
  }

  public static String ping() {
    return "{\"kind\":\"ping\"}";
  }

  /** No event, until the spec has learned it. */
  public static String returned() {
    return "{\"kind\":\"return\",\"id\":\"5fea7756-0ea4-451a-a703-a558b933e274\"}";
  }
}
