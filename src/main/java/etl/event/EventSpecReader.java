package etl.event;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads an {@link EventSpec} from its JSON form. */
final class EventSpecReader {
  private EventSpecReader() {}

  /** Reads the spec that stands beside this class under the name. */
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
    JsonObject spec = JsonParser.parseReader(json).getAsJsonObject();
    List<Column> columns = new ArrayList<>();
    for (JsonElement column : spec.getAsJsonArray("columns")) {
      columns.add(column(column.getAsJsonObject()));
    }
    return new EventSpec(spec.get("table").getAsString(), columns);
  }

  private static Column column(JsonObject json) {
    Column.Source source = Column.Source.EVENT;
    List<String> path = List.of();
    if (json.has("message")) {
      source = Column.Source.valueOf(json.get("message").getAsString().toUpperCase(Locale.ROOT));
    } else {
      path = JsonPointer.parse(json.get("pointer").getAsString()).tokens();
    }
    return new Column(
        json.get("name").getAsString(),
        source,
        path,
        ColumnType.valueOf(json.get("type").getAsString().toUpperCase(Locale.ROOT)),
        json.has("length") ? json.get("length").getAsInt() : 0,
        json.has("required") && json.get("required").getAsBoolean(),
        json.has("masked") && json.get("masked").getAsBoolean());
  }
}
