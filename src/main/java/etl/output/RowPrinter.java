package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.event.MaskedEvent;
import etl.event.MaskedRow;
import etl.json.JsonLine;
import etl.spec.Column;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import java.io.IOException;

/** Prints rows as JSON lines whose keys are the columns. */
public final class RowPrinter {
  private final EventSpec spec;
  private final Output out;

  public RowPrinter(EventSpec spec, Output out) {
    this.spec = spec;
    this.out = out;
  }

  public void print(MaskedEvent event) {
    EventKind kind = spec.events().get(event.kind());
    event.rows().forEach(row -> out.line(json(kind, row)));
  }

  /**
   * The row on one line; with its table where the spec has several kinds or several rows a message.
   */
  private String json(EventKind kind, MaskedRow row) {
    boolean namesTable = !spec.isFlat();
    return JsonLine.object(
        json -> {
          if (namesTable) {
            json.name("table").value(kind.table());
            json.name("row").beginObject();
          }
          for (int i = 0; i < kind.columns().size(); i++) {
            write(json, kind.columns().get(i), row.values().get(i));
          }
          if (namesTable) {
            json.endObject();
          }
        });
  }

  private static void write(JsonWriter json, Column column, String value) throws IOException {
    json.name(column.name());
    if (column.type().base().isLiteral()) {
      // Accepts null.
      json.jsonValue(value);
    } else {
      json.value(value);
    }
  }
}
