package etl.json;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

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
