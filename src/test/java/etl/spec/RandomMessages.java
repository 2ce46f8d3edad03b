package etl.spec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import etl.event.QueueMessage;
import etl.event.Receipt;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** Messages drawn at random, most of which are events of a {@link RandomSpec}. */
public final class RandomMessages {
  /**
   * Stands in every text, and in nothing else that the tests make; texts are all different, so that
   * one that is masked is not found where another one is shown.
   */
  public static final String CANARY = "canary";

  private final JsonArray events;
  private final Random random;
  private int number;
  private int texts;

  public RandomMessages(String spec, Random random) {
    this.events = JsonParser.parseString(spec).getAsJsonObject().getAsJsonArray("events");
    this.random = random;
  }

  public QueueMessage next() {
    number++;
    int chosen = random.nextInt(events.size());
    Map<String, String> attributes = new HashMap<>();
    attributes.put(RandomSpec.TYPE, "t" + chosen);
    JsonObject event = events.get(chosen).getAsJsonObject();
    if (random.nextInt(8) > 0) {
      attributes.put(RandomSpec.REGION, attribute(event));
    }
    if (random.nextBoolean()) {
      attributes.put(QueueMessage.GROUP, CANARY + number);
    }
    Instant sentAt = Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt());
    return new QueueMessage(
        new Receipt("m-" + number, "", ""), written(body(event, chosen)), sentAt, 1, attributes);
  }

  private String attribute(JsonObject event) {
    JsonElement value = leaf(event, "attribute", RandomSpec.REGION);
    String text = value.isJsonPrimitive() ? value.getAsString() : "";
    return text.isEmpty() ? "x" : text;
  }

  private JsonElement body(JsonObject event, int chosen) {
    if (random.nextInt(40) == 0) {
      return any();
    }
    boolean unfolds = event.has("each");
    JsonObject body = new JsonObject();
    body.addProperty("kind", "k" + chosen);
    body.add("v", number(chosen + List.of("", ".0", "e0", ".00").get(random.nextInt(4))));
    if (random.nextBoolean()) {
      body.add("flag", JsonNull.INSTANCE);
    }
    skeleton(body, event, unfolds ? List.of("root") : List.of("pointer", "root", "envelope"));
    if (unfolds && random.nextInt(20) > 0) {
      JsonArray items = new JsonArray();
      for (int i = random.nextInt(4); i > 0; i--) {
        JsonObject item = new JsonObject();
        skeleton(item, event, List.of("pointer"));
        items.add(random.nextInt(40) == 0 ? any() : item);
      }
      body.add(RandomSpec.ITEMS, items);
    }
    return body;
  }

  private void skeleton(JsonObject object, JsonObject event, List<String> sources) {
    for (String name : List.of("a", "b", "c", "d")) {
      add(object, name, leaf(event, sources, "/" + name));
    }
    JsonObject inner = new JsonObject();
    add(inner, "x", leaf(event, sources, "/o/x"));
    add(inner, "y", leaf(event, sources, "/o/y"));
    add(object, "o", inner);
    JsonArray list = new JsonArray();
    list.add(leaf(event, sources, "/l/0"));
    list.add(leaf(event, sources, "/l/1"));
    add(object, "l", list);
    JsonArray tags = new JsonArray();
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.add(scalar());
    }
    add(object, "tags", tags);
  }

  private void add(JsonObject object, String name, JsonElement value) {
    int choice = random.nextInt(60);
    if (choice > 1) {
      object.add(name, choice == 2 ? any() : choice == 3 ? JsonNull.INSTANCE : value);
    }
  }

  private JsonElement leaf(JsonObject event, List<String> sources, String place) {
    for (String source : sources) {
      if (isRead(event, source, place)) {
        return leaf(event, source, place);
      }
    }
    return scalar();
  }

  private static boolean isRead(JsonObject event, String source, String place) {
    return event.has("columns")
        && event.getAsJsonArray("columns").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .anyMatch(c -> c.has(source) && c.get(source).getAsString().equals(place));
  }

  /** What one of the columns that read the place may take; anything small where none does. */
  private JsonElement leaf(JsonObject event, String source, String place) {
    if (event.has("columns") && random.nextInt(50) > 0) {
      for (JsonElement element : event.getAsJsonArray("columns")) {
        JsonObject column = element.getAsJsonObject();
        if (column.has(source)
            && column.get(source).getAsString().equals(place)
            && random.nextInt(8) > 0) {
          return fitting(column);
        }
      }
    }
    return scalar();
  }

  private JsonElement fitting(JsonObject column) {
    String unique = Integer.toString(1_000_000 + random.nextInt(9_000_000));
    if (column.has("canonical") && column.get("canonical").isJsonPrimitive()) {
      return new JsonPrimitive((random.nextBoolean() ? "" : "::ffff:") + address());
    } else if (column.has("mask")) {
      JsonElement mask = column.get("mask");
      if (mask.isJsonPrimitive()) {
        return new JsonPrimitive(
            CANARY + unique + (random.nextBoolean() ? "@x.example" : "@X.Example "));
      }
      return mask.getAsJsonObject().has("network") ? new JsonPrimitive(address()) : day();
    }
    return typed(column.get("type").getAsString(), column.has("epoch"));
  }

  private JsonElement typed(String type, boolean epoch) {
    return switch (type) {
      case "integer" -> count(11);
      case "bigint" -> count(20);
      case "numeric" -> count(10);
      case "boolean" -> new JsonPrimitive(random.nextBoolean());
      case "date" -> day();
      case "timestamptz" -> epoch ? count(12) : time();
      case "uuid" -> uuid();
      case "text", "varchar" -> random.nextInt(5) == 0 ? scalar() : text();
      default -> scalar();
    };
  }

  private String address() {
    return "10."
        + (100 + random.nextInt(100))
        + "."
        + (100 + random.nextInt(100))
        + "."
        + (100 + random.nextInt(100));
  }

  private JsonPrimitive day() {
    return new JsonPrimitive(LocalDate.of(1200, 1, 1).plusDays(random.nextInt(200_000)).toString());
  }

  private JsonPrimitive time() {
    String zone = List.of("Z", "z", "+02:00", "-07:30", "").get(random.nextInt(5));
    String fraction = List.of("", ".5", ".123456", ".1234567").get(random.nextInt(4));
    return new JsonPrimitive(
        day().getAsString()
            + (random.nextBoolean() ? "T" : " ")
            + String.format(
                Locale.ROOT,
                "%02d:%02d:%02d",
                random.nextInt(25),
                random.nextInt(60),
                random.nextInt(61))
            + fraction
            + zone);
  }

  private JsonPrimitive uuid() {
    String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
    return new JsonPrimitive(random.nextBoolean() ? uuid : uuid.toUpperCase(Locale.ROOT));
  }

  private JsonElement count(int digits) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
    text.append(1 + random.nextInt(9));
    for (int i = random.nextInt(digits); i > 0; i--) {
      text.append(random.nextInt(10));
    }
    text.append(List.of("", "", ".0", ".0", ".50", "e2", "0E-1", "00e-2").get(random.nextInt(8)));
    return random.nextInt(4) == 0 ? new JsonPrimitive(text.toString()) : number(text.toString());
  }

  private static JsonPrimitive number(String text) {
    return new JsonPrimitive(new LazilyParsedNumber(text));
  }

  private JsonPrimitive text() {
    String end =
        List.of("", "", "", "1", "\u00e4", "A", " ", "{}", "\\,\"", "\ud83d\ude00", "\n")
            .get(random.nextInt(11));
    String spoilt = List.of("\u0000", "\ud800", "\udc00x").get(random.nextInt(3));
    return new JsonPrimitive(
        CANARY + (1_000 + texts++ % 9_000) + (random.nextInt(40) == 0 ? spoilt : end));
  }

  private JsonElement scalar() {
    return switch (random.nextInt(9)) {
      case 0 -> count(8);
      case 1 -> new JsonPrimitive(random.nextBoolean());
      case 2 -> random.nextInt(3) == 0 ? JsonNull.INSTANCE : text();
      case 3 -> new JsonPrimitive("");
      default -> text();
    };
  }

  private JsonElement any() {
    switch (random.nextInt(4)) {
      case 0:
        JsonArray array = new JsonArray();
        array.add(scalar());
        array.add(scalar());
        return array;
      case 1:
        JsonObject object = new JsonObject();
        object.add("x", scalar());
        object.add(CANARY, scalar());
        return object;
      default:
        return scalar();
    }
  }

  /** As JSON, in one of many ways, without line ends. */
  private String written(JsonElement value) {
    String space = random.nextInt(6) == 0 ? " " : "";
    if (value.isJsonObject()) {
      return value.getAsJsonObject().entrySet().stream()
          .map(m -> space + quoted(m.getKey()) + space + ":" + written(m.getValue()))
          .collect(Collectors.joining("," + space, "{", "}"));
    } else if (value.isJsonArray()) {
      return value.getAsJsonArray().asList().stream()
          .map(this::written)
          .collect(Collectors.joining("," + space, "[" + space, "]"));
    }
    boolean string = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    return string ? quoted(value.getAsString()) : value.toString();
  }

  private String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      boolean must = c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c);
      json.append(must || random.nextInt(30) == 0 ? String.format("\\u%04x", (int) c) : "" + c);
    }
    return json.append('"').toString();
  }
}
