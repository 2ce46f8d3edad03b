package etl.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Texts by their names as a JSON object in UTF-8. */
public final class TextMap {
  private TextMap() {}

  /** The object, its names in order: equal maps have equal bytes. */
  public static byte[] bytes(Map<String, String> texts) {
    return JsonLine.of(new TreeMap<>(texts)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The texts of an object, in its order.
   *
   * @throws IllegalArgumentException if it is no such object
   */
  public static Map<String, String> read(byte[] object) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonReader json = new JsonReader(new StringReader(new String(object, StandardCharsets.UTF_8)));
    json.setStrictness(Strictness.STRICT);
    try {
      json.beginObject();
      while (json.hasNext()) {
        texts.put(json.nextName(), json.nextString());
      }
      json.endObject();
      return texts;
    } catch (IllegalStateException | MalformedJsonException | EOFException e) {
      // Without its cause, which may quote the text.
      throw new IllegalArgumentException("not a JSON object of texts");
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
  }
}
