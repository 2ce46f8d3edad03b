package etl.spec.draft;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import etl.envelope.Wraps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Samples drawn at random, of one or two kinds, with personal values planted in them. */
public final class RandomSamples {
  /** What each planted value can be found by. */
  public static final List<String> CANARIES =
      List.of("canary", "203.0.113.", "2001:db8:203", "555 0199", "1907-12-09", "4111-1111");

  /** What each text that is not personal holds. */
  static final String WORD = "plain";

  private static final List<String> NAMES =
      List.of(
          "id",
          "total",
          "at",
          "note",
          "a",
          "b b",
          "\u00e9t\u00e9",
          "x/y~z",
          "",
          "k1",
          "Flag",
          "tags");

  private static final List<String> SEPARATORS = List.of("_", "-", "", " ");

  private final Random random;

  private RandomSamples(Random random) {
    this.random = random;
  }

  /** A few bodies, in an envelope or not. */
  public static List<String> of(Random random) {
    return new RandomSamples(random).bodies();
  }

  private List<String> bodies() {
    int count = 1 + random.nextInt(6);
    int envelope = random.nextInt(8);
    int forms = 1 + random.nextInt(2);
    List<JsonObject> templates = new ArrayList<>();
    for (int i = 0; i < forms; i++) {
      JsonObject template = object(0);
      if (random.nextInt(3) > 0) {
        template.addProperty("type", "of" + (char) ('a' + i));
        template.addProperty("only" + (char) ('a' + i), 1);
      }
      templates.add(template);
    }
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String event = varied(templates.get(random.nextInt(forms))).toString();
      bodies.add(
          switch (envelope) {
            case 0 -> Wraps.sns(event);
            case 1 -> Wraps.eventBridge(event);
            case 2 -> Wraps.cloudEvent(event);
            case 3 -> Wraps.binaryCloudEvent(event);
            case 4 -> Wraps.sns(Wraps.eventBridge(event));
            case 5 -> "{\"Records\": [" + event + ", " + event + "]}";
            default -> event;
          });
    }
    return bodies;
  }

  /** Like the template, with some members left out, null, or something else. */
  private JsonElement varied(JsonElement template) {
    if (template instanceof JsonObject object) {
      JsonObject varied = new JsonObject();
      object
          .entrySet()
          .forEach(
              member -> {
                boolean kept = member.getKey().startsWith("only") || member.getKey().equals("type");
                int draw = kept ? 9 : random.nextInt(24);
                if (draw == 1) {
                  varied.add(member.getKey(), JsonNull.INSTANCE);
                } else if (draw == 2) {
                  varied.add(member.getKey(), harmless());
                } else if (draw > 2) {
                  varied.add(member.getKey(), varied(member.getValue()));
                }
              });
      return varied;
    } else if (template instanceof JsonArray array) {
      JsonArray varied = new JsonArray();
      array.forEach(element -> varied.add(varied(element)));
      return random.nextInt(6) == 0 ? new JsonArray() : varied;
    }
    return template;
  }

  private JsonObject object(int depth) {
    JsonObject object = new JsonObject();
    int members = random.nextInt(7);
    for (int i = 0; i < members; i++) {
      switch (random.nextInt(6)) {
        case 0 -> planted(object);
        case 1 -> object.add(name(), depth < 4 ? container(depth + 1) : harmless());
        default -> object.add(name(), harmless());
      }
    }
    return object;
  }

  private JsonElement container(int depth) {
    if (random.nextBoolean()) {
      return object(depth);
    }
    JsonArray array = new JsonArray();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(random.nextBoolean() ? object(depth + 1) : harmless());
    }
    return array;
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private JsonElement harmless() {
    return switch (random.nextInt(14)) {
      case 0 -> new JsonPrimitive(random.nextInt());
      case 1 -> new JsonPrimitive(random.nextLong());
      case 2 -> new JsonPrimitive(new BigDecimal("123456789012345678901234567890.5"));
      case 3 -> new JsonPrimitive(random.nextBoolean());
      case 4 -> new JsonPrimitive(1_700_000_000L + random.nextInt(1000));
      case 5 -> new JsonPrimitive(1_700_000_000_000L + random.nextInt(1000));
      case 6 -> new JsonPrimitive("2026-01-31");
      case 7 -> new JsonPrimitive("2026-01-31T23:59:59.5+01:00");
      case 8 -> new JsonPrimitive("5fea7756-0ea4-451a-a703-a558b933e274");
      case 9 -> new JsonPrimitive("");
      case 10 -> new JsonPrimitive("12.50");
      case 11 -> new JsonPrimitive(WORD + "\u0000");
      case 12 -> new JsonPrimitive(WORD + "\ud800");
      default -> new JsonPrimitive(WORD + random.nextInt(100));
    };
  }

  /** Something personal: by its value, by its name, or by a name around it. */
  private void planted(JsonObject object) {
    int n = random.nextInt(100);
    switch (random.nextInt(16)) {
      case 0 -> object.addProperty(name(), "Canary" + n + "@example.com");
      case 1 -> object.addProperty(name(), "203.0.113." + n);
      case 2 -> object.addProperty(name(), "2001:db8:203::" + n);
      case 3 -> object.addProperty(name(), "+1 212 555 0199");
      case 4 -> object.addProperty(name(), "4111-1111-1111-1111");
      case 5 -> object.addProperty(name(), "ask canary@example.com or 203.0.113." + n + ", please");
      case 6 -> object.addProperty(styled("first", "name"), "Canary" + n);
      case 7 -> object.addProperty(styled("device", "id"), "canary-" + n);
      case 8 -> object.addProperty(styled("user", "name"), "canary" + n);
      case 9 -> object.addProperty(styled("birth", "date"), "1907-12-09");
      case 10 -> object.addProperty(styled("access", "token"), "canary" + n);
      case 11 -> object.addProperty(styled("street", "address"), "1 Canary Road");
      case 12 -> {
        JsonObject customer = new JsonObject();
        customer.addProperty("name", "Canary" + n);
        object.add("customer", customer);
      }
      case 13 -> {
        JsonObject byEmail = new JsonObject();
        byEmail.add("canary" + n + "@example.com", harmless());
        object.add(name(), byEmail);
      }
      case 14 -> {
        JsonArray phones = new JsonArray();
        phones.add("+1 212 555 0199");
        object.add(styled("phone", "numbers"), phones);
      }
      default -> object.addProperty(name(), Wraps.base64(Wraps.utf8("{\"lastName\": \"canary\"}")));
    }
  }

  private String styled(String first, String second) {
    int style = random.nextInt(SEPARATORS.size() + 2);
    if (style < SEPARATORS.size()) {
      return first + SEPARATORS.get(style) + second;
    }
    String title = Character.toUpperCase(second.charAt(0)) + second.substring(1);
    return style == SEPARATORS.size()
        ? first + title
        : (first + "_" + second).toUpperCase(Locale.ROOT);
  }
}
