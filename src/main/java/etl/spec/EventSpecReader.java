package etl.spec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import etl.json.JsonPointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads an {@link EventSpec} from JSON. Any error is an IllegalArgumentException that names the
 * column.
 */
final class EventSpecReader {
  private static final Set<String> SPEC_KEYS = Set.of("table", "columns");
  private static final Set<String> COLUMN_KEYS =
      Set.of("name", "pointer", "message", "type", "length", "required", "masked");

  private EventSpecReader() {}

  /** Reads a spec from a resource next to this class. */
  static EventSpec resource(String name) {
    try (InputStream in = EventSpecReader.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no such event spec: " + name);
      }
      return read(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static EventSpec read(Reader json) {
    JsonObject spec = object(document(json), "the event spec");
    requireKnown(spec, SPEC_KEYS, "the event spec");
    String table = text(spec, "table", "the event spec");
    JsonElement array = spec.get("columns");
    if (!(array instanceof JsonArray entries)) {
      throw new IllegalArgumentException("the event spec: columns must be an array");
    }
    List<Column> columns = new ArrayList<>();
    for (JsonElement entry : entries) {
      columns.add(column(entry, columns.size() + 1));
    }
    return new EventSpec(table, columns);
  }

  private static JsonElement document(Reader json) {
    JsonReader reader = new JsonReader(json);
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement document = JsonParser.parseReader(reader);
      // Fails if anything follows the document.
      reader.peek();
      return document;
    } catch (JsonParseException | IOException e) {
      throw new IllegalArgumentException("the event spec is not valid JSON", e);
    }
  }

  private static Column column(JsonElement json, int position) {
    JsonObject column = object(json, "column " + position);
    String name = text(column, "name", "column " + position);
    String where = "column " + name;
    requireKnown(column, COLUMN_KEYS, where);
    if (column.has("pointer") == column.has("message")) {
      throw new IllegalArgumentException(where + ": needs either pointer or message");
    }
    return new Column(
        name,
        column.has("pointer")
            ? Column.Source.EVENT
            : constant(Column.Source.class, column, "message", where),
        column.has("pointer") ? path(text(column, "pointer", where), where) : List.of(),
        constant(ColumnType.class, column, "type", where),
        length(column, where),
        flag(column, "required", where),
        flag(column, "masked", where));
  }

  private static List<String> path(String pointer, String where) {
    try {
      return JsonPointer.parse(pointer).tokens();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, JsonObject json, String key, String where) {
    String name = text(json, key, where);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(where + ": no such " + key + ": " + name);
  }

  private static int length(JsonObject json, String where) {
    if (!json.has("length")) {
      return 0;
    }
    if (!(json.get("length") instanceof JsonPrimitive length && length.isNumber())) {
      throw unfit(json, "length", where);
    }
    try {
      return Integer.parseInt(length.getAsString());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(where + ": length must be a whole number", e);
    }
  }

  private static boolean flag(JsonObject json, String key, String where) {
    if (!json.has(key)) {
      return false;
    }
    if (!(json.get(key) instanceof JsonPrimitive value && value.isBoolean())) {
      throw unfit(json, key, where);
    }
    return value.getAsBoolean();
  }

  private static String text(JsonObject json, String key, String where) {
    if (!(json.get(key) instanceof JsonPrimitive value && value.isString())) {
      throw unfit(json, key, where);
    }
    return value.getAsString();
  }

  private static IllegalArgumentException unfit(JsonObject json, String key, String where) {
    return new IllegalArgumentException(
        where + ": " + key + (json.has(key) ? " is of the wrong type" : " is missing"));
  }

  private static JsonObject object(JsonElement json, String where) {
    if (json instanceof JsonObject object) {
      return object;
    }
    throw new IllegalArgumentException(where + " must be an object");
  }

  private static void requireKnown(JsonObject json, Set<String> known, String where) {
    for (String key : json.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(where + ": no such key: " + key);
      }
    }
  }
}
