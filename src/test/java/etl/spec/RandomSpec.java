package etl.spec;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import etl.spec.file.SpecException;
import java.util.List;
import java.util.Random;

/** Specs drawn at random, as they are written: several events, each routed by its own test. */
public final class RandomSpec {
  /** The attribute that tells some events from others. */
  static final String TYPE = "type";

  /** The attribute that becomes columns. */
  static final String REGION = "region";

  /** Where the elements of an event are that unfolds. */
  static final String ITEMS = "items";

  static final List<String> LEAVES =
      List.of("/a", "/b", "/c", "/d", "/o/x", "/o/y", "/l/0", "/l/1");

  private static final List<String> TYPES =
      List.of(
          "text",
          "varchar",
          "integer",
          "bigint",
          "numeric",
          "boolean",
          "date",
          "timestamptz",
          "uuid",
          "jsonb",
          "text[]");

  private final Random random;
  private final boolean sent;

  private RandomSpec(Random random, boolean sent) {
    this.random = random;
    this.sent = sent;
  }

  /**
   * One that is read without complaint.
   *
   * @param sent whether columns may show when a message was sent, and its group
   */
  public static String readable(Random random, boolean sent) {
    while (true) {
      String json = any(random, sent);
      try {
        Specs.of(json);
        return json;
      } catch (SpecException e) {
        // Nothing else is ever wrong with one.
        if (!e.problems().stream().allMatch(problem -> problem.contains(": shows what "))) {
          throw e;
        }
      }
    }
  }

  /** One that may show what it masks, which is refused. */
  static String any(Random random, boolean sent) {
    return new Gson().toJson(new RandomSpec(random, sent).spec());
  }

  private JsonObject spec() {
    JsonArray events = new JsonArray();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      JsonObject event = new JsonObject();
      event.addProperty("name", "e" + i);
      if (i + 1 < count || random.nextInt(3) > 0) {
        event.add("when", when(i));
      }
      if (i > 0 && random.nextInt(6) == 0) {
        event.addProperty("discard", true);
      } else {
        store(event, i);
      }
      events.add(event);
    }
    JsonObject spec = new JsonObject();
    spec.addProperty("name", "random");
    spec.add("events", events);
    return spec;
  }

  private JsonArray when(int i) {
    JsonArray tests = new JsonArray();
    switch (random.nextInt(4)) {
      case 0 -> tests.add(test("pointer", "/kind", "equals", "k" + i));
      case 1 -> tests.add(test("pointer", "/kind", "prefix", "k" + i));
      case 2 -> tests.add(test("attribute", TYPE, "in", "t" + i));
      default -> tests.add(test("pointer", "/v", "equals", i));
    }
    if (random.nextInt(3) == 0) {
      tests.add(test("pointer", "/flag", "exists", random.nextBoolean()));
    }
    return tests;
  }

  private static JsonObject test(String source, String place, String operator, Object operand) {
    JsonObject test = new JsonObject();
    test.addProperty(source, place);
    com.google.gson.JsonElement value = new Gson().toJsonTree(operand);
    if (operator.equals("in")) {
      JsonArray several = new JsonArray();
      several.add("other");
      several.add(value);
      value = several;
    }
    test.add(operator, value);
    return test;
  }

  private void store(JsonObject event, int i) {
    boolean unfolds = random.nextInt(5) < 2;
    if (unfolds) {
      event.addProperty("each", "/" + ITEMS);
    }
    event.addProperty("table", "t" + i);
    JsonArray columns = new JsonArray();
    int count = 1 + random.nextInt(6);
    for (int c = 0; c < count; c++) {
      JsonObject column = new JsonObject();
      column.addProperty("name", "c" + c);
      fill(column, c, unfolds);
      columns.add(column);
    }
    if (unfolds) {
      columns.add(part("position", "element", "integer"));
    }
    columns.add(part("message_id", "message_id", "text"));
    event.add("columns", columns);
  }

  private static JsonObject part(String name, String part, String type) {
    JsonObject column = new JsonObject();
    column.addProperty("name", name);
    column.addProperty("message", part);
    column.addProperty("type", type);
    return column;
  }

  private void fill(JsonObject column, int number, boolean unfolds) {
    int source = random.nextInt(12);
    if (source == 0) {
      column.addProperty("attribute", REGION);
      maskOrType(column, TYPES.get(random.nextInt(5)));
    } else if (source == 1 && sent) {
      String part = oneOf("sent_at", "sent_date", "group_id");
      column.addProperty("message", part);
      column.addProperty(
          "type",
          part.equals("sent_at") ? "timestamptz" : part.equals("sent_date") ? "date" : "text");
      return;
    } else if (source == 2) {
      column.addProperty(pointer(unfolds), oneOf("/o", "/l", ""));
      column.addProperty("type", "jsonb");
    } else if (source == 3 && unfolds) {
      column.addProperty("root", "/" + ITEMS + oneOf("", "/0", "/1/o"));
      column.addProperty("type", "jsonb");
    } else if (source == 4) {
      column.addProperty(pointer(unfolds), "/tags");
      column.addProperty("type", oneOf("text[]", "jsonb"));
    } else {
      // Mostly places of their own: hardly a value fits two columns.
      boolean own = random.nextInt(4) > 0;
      column.addProperty(
          own ? "pointer" : pointer(unfolds),
          own ? LEAVES.get(number % LEAVES.size()) : oneOf(LEAVES.toArray(String[]::new)));
      maskOrType(column, oneOf(TYPES.subList(0, 10).toArray(String[]::new)));
    }
    if (random.nextInt(6) == 0) {
      column.addProperty("required", true);
    }
  }

  private String pointer(boolean unfolds) {
    return random.nextInt(4) > 0 ? "pointer" : unfolds ? "root" : oneOf("root", "envelope");
  }

  private void maskOrType(JsonObject column, String type) {
    switch (random.nextInt(10)) {
      case 0 -> {
        text(column, 80);
        column.addProperty("masked", true);
        if (random.nextBoolean()) {
          column.add("canonical", new Gson().toJsonTree(List.of("trim", "lower", "nfc")));
        } else if (random.nextBoolean()) {
          column.addProperty("canonical", "ip");
        }
        column.addProperty("keep_original", random.nextBoolean());
      }
      case 1 -> {
        text(column, 400);
        column.addProperty("mask", "email");
      }
      case 2 -> {
        column.addProperty("type", oneOf("cidr", "text"));
        column.add(
            "mask",
            new Gson().fromJson("{\"network\":{\"ipv4\":24,\"ipv6\":48}}", JsonObject.class));
      }
      case 3 -> {
        column.addProperty("type", "date");
        JsonObject mask = new JsonObject();
        mask.addProperty("date", oneOf("year", "month"));
        column.add("mask", mask);
      }
      default -> typed(column, type);
    }
  }

  private void text(JsonObject column, int length) {
    if (random.nextBoolean()) {
      column.addProperty("type", "text");
    } else {
      column.addProperty("type", "varchar");
      column.addProperty("length", length);
    }
  }

  private void typed(JsonObject column, String type) {
    column.addProperty("type", type);
    switch (type) {
      case "varchar" -> column.addProperty("length", 12);
      case "numeric" -> {
        if (random.nextInt(3) > 0) {
          column.addProperty("precision", 12);
          column.addProperty("scale", random.nextInt(4));
        }
      }
      case "timestamptz" -> {
        if (random.nextBoolean()) {
          column.addProperty("epoch", oneOf("s", "ms"));
        } else if (random.nextBoolean()) {
          column.addProperty("zone", "UTC");
        }
      }
      default -> {
        // Has no parameters.
      }
    }
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
