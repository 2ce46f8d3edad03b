package etl.json;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;

/** One JSON value on one line. */
public final class JsonLine {
  @FunctionalInterface
  public interface Value {
    void writeTo(JsonWriter json) throws IOException;
  }

  private JsonLine() {}

  public static String of(Value value) {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      value.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return line.toString();
  }

  /**
   * Plain data: a map is an object, a collection an array, an empty number null, and what is no
   * number and no truth value is its text.
   */
  public static String of(Object data) {
    return of(json -> write(json, data));
  }

  private static void write(JsonWriter json, Object data) throws IOException {
    if (data instanceof Map<?, ?> object) {
      json.beginObject();
      for (Map.Entry<?, ?> member : object.entrySet()) {
        write(json.name(member.getKey().toString()), member.getValue());
      }
      json.endObject();
    } else if (data instanceof Collection<?> array) {
      json.beginArray();
      for (Object element : array) {
        write(json, element);
      }
      json.endArray();
    } else if (data instanceof OptionalLong number) {
      write(json, number.isPresent() ? number.getAsLong() : null);
    } else if (data instanceof Number number) {
      json.value(number);
    } else if (data instanceof Boolean truth) {
      json.value(truth);
    } else {
      json.value(data == null ? null : data.toString());
    }
  }

  /** A text in quotation marks. */
  public static String text(String text) {
    return of(json -> json.value(text));
  }

  /** An object, of which only the members are written. */
  public static String object(Value members) {
    return of(
        json -> {
          json.beginObject();
          members.writeTo(json);
          json.endObject();
        });
  }
}
