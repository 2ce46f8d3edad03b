package etl.spec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import etl.event.QueueMessage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a spec and its messages a second time, by other means than the program: whole trees, one
 * column after the other. It knows what {@link RandomSpec} draws and no more.
 */
public final class SpecOracle {
  /**
   * A row.
   *
   * @param table its table
   * @param values by column, as {@link OracleValues} writes them; null where the column is null
   */
  public record Row(String table, Map<String, String> values) {}

  /** The message is to be rejected. */
  static final class Rejection extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final JsonArray events;

  public SpecOracle(String spec) {
    this.events = JsonParser.parseString(spec).getAsJsonObject().getAsJsonArray("events");
  }

  /** The event that a message is; null if it is none. */
  JsonObject event(QueueMessage message, JsonElement body) {
    for (JsonElement element : events) {
      JsonObject event = element.getAsJsonObject();
      boolean fits = true;
      if (event.has("when")) {
        for (JsonElement test : event.getAsJsonArray("when")) {
          fits &= holds(test.getAsJsonObject(), message, body);
        }
      }
      if (fits) {
        return event;
      }
    }
    return null;
  }

  private static boolean holds(JsonObject test, QueueMessage message, JsonElement body) {
    JsonElement value =
        test.has("attribute")
            ? attribute(message, test.get("attribute").getAsString())
            : find(body, test.get("pointer").getAsString());
    if (test.has("exists")) {
      return test.get("exists").getAsBoolean() == (value != null);
    } else if (value == null || !value.isJsonPrimitive()) {
      return false;
    } else if (test.has("prefix")) {
      return value.getAsJsonPrimitive().isString()
          && value.getAsString().startsWith(test.get("prefix").getAsString());
    } else if (test.has("in")) {
      return test.getAsJsonArray("in").asList().stream().anyMatch(one -> same(one, value));
    }
    return same(test.get("equals"), value);
  }

  private static boolean same(JsonElement one, JsonElement other) {
    JsonPrimitive a = one.getAsJsonPrimitive();
    JsonPrimitive b = other.getAsJsonPrimitive();
    return a.isNumber() && b.isNumber()
        ? new BigDecimal(a.getAsString()).compareTo(new BigDecimal(b.getAsString())) == 0
        : a.isString() == b.isString() && a.isNumber() == b.isNumber() && a.equals(b);
  }

  /** The rows of a message; null if it is rejected. */
  public List<Row> rows(QueueMessage message) {
    JsonElement body = JsonParser.parseString(message.body());
    JsonObject event = event(message, body);
    if (event == null) {
      return null;
    } else if (event.has("discard")) {
      return List.of();
    }
    try {
      return rows(event, message, body);
    } catch (Rejection e) {
      return null;
    }
  }

  private static List<Row> rows(JsonObject event, QueueMessage message, JsonElement body)
      throws Rejection {
    if (!event.has("each")) {
      return List.of(row(event, message, body, body, 0));
    }
    JsonElement elements = find(body, event.get("each").getAsString());
    if (elements == null || !elements.isJsonArray()) {
      throw new Rejection();
    }
    List<Row> rows = new ArrayList<>();
    for (JsonElement element : elements.getAsJsonArray()) {
      rows.add(row(event, message, body, element, rows.size()));
    }
    if (rows.isEmpty()) {
      // What all of its rows would have must be right even so.
      row(event, message, body, null, 0);
    }
    return rows;
  }

  private static Row row(
      JsonObject event, QueueMessage message, JsonElement body, JsonElement element, int index)
      throws Rejection {
    boolean unfolds = event.has("each");
    checkObject(event, body, false);
    if (unfolds && element != null) {
      checkObject(event, element, true);
    }
    Map<String, String> values = new HashMap<>();
    for (JsonElement each : event.getAsJsonArray("columns")) {
      JsonObject column = each.getAsJsonObject();
      String value =
          column.has("message")
              ? part(column, message, index)
              : ofElement(column, unfolds) && element == null
                  ? null
                  : OracleValues.of(column, value(event, column, message, body, element));
      values.put(column.get("name").getAsString(), value);
    }
    return new Row(event.get("table").getAsString(), values);
  }

  private static String part(JsonObject column, QueueMessage message, int index) throws Rejection {
    return switch (column.get("message").getAsString()) {
      case "message_id" -> message.id();
      case "element" -> Integer.toString(index);
      case "sent_at" -> OracleValues.moment(message.sentAt());
      case "sent_date" -> OracleValues.moment(message.sentAt()).substring(0, 10);
      default -> OracleValues.of(column, attribute(message, QueueMessage.GROUP));
    };
  }

  private static JsonElement value(
      JsonObject event,
      JsonObject column,
      QueueMessage message,
      JsonElement body,
      JsonElement element)
      throws Rejection {
    if (column.has("attribute")) {
      return attribute(message, column.get("attribute").getAsString());
    }
    boolean ofElement = ofElement(column, event.has("each"));
    JsonElement document = ofElement ? element : body;
    List<String> tokens = tokens(pointer(column));
    for (int i = 0; i < tokens.size(); i++) {
      JsonElement at = find(document, "/" + String.join("/", tokens.subList(0, i)));
      boolean scalar = at != null && at.isJsonPrimitive();
      boolean list = at != null && at.isJsonArray() && !tokens.get(i).matches("\\d+");
      boolean shown = isShown(event, ofElement, tokens.subList(0, i));
      if (list || (scalar && !shown)) {
        throw new Rejection();
      }
    }
    return find(document, pointer(column));
  }

  /** What is no object has no fields, unless a column shows it as it is. */
  private static void checkObject(JsonObject event, JsonElement document, boolean ofElement)
      throws Rejection {
    if (!document.isJsonObject() && !isShown(event, ofElement, List.of())) {
      throw new Rejection();
    }
  }

  /** Whether a column shows this very place. */
  private static boolean isShown(JsonObject event, boolean ofElement, List<String> tokens) {
    return event.getAsJsonArray("columns").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(c -> !c.has("message") && !c.has("attribute"))
        .anyMatch(
            c -> ofElement(c, event.has("each")) == ofElement && tokens(pointer(c)).equals(tokens));
  }

  private static boolean ofElement(JsonObject column, boolean unfolds) {
    return unfolds && column.has("pointer");
  }

  static String pointer(JsonObject column) {
    String source = column.has("pointer") ? "pointer" : column.has("root") ? "root" : "envelope";
    return column.get(source).getAsString();
  }

  static JsonElement attribute(QueueMessage message, String name) {
    String value = message.attributes().get(name);
    return value == null ? null : new JsonPrimitive(value);
  }

  private static List<String> tokens(String pointer) {
    return pointer.length() < 2 ? List.of() : List.of(pointer.substring(1).split("/"));
  }

  /** What stands at a place; null for nothing. */
  static JsonElement find(JsonElement document, String pointer) {
    JsonElement at = document;
    for (String token : tokens(pointer)) {
      if (at != null && at.isJsonObject()) {
        at = at.getAsJsonObject().get(token);
      } else if (at != null && at.isJsonArray() && token.matches("\\d+")) {
        int index = Integer.parseInt(token);
        JsonArray array = at.getAsJsonArray();
        at = index < array.size() ? array.get(index) : null;
      } else {
        return null;
      }
    }
    return at;
  }
}
