package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.event.MaskedRow;
import etl.json.JsonLine;
import etl.spec.Column;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import java.io.IOException;
import java.util.List;

/** Prints rows of one kind of event as JSON lines whose keys are the columns. */
public final class RowPrinter {
  private final EventKind kind;
  private final boolean namesTable;

  private RowPrinter(EventKind kind, boolean namesTable) {
    this.kind = kind;
    this.namesTable = namesTable;
  }

  /** One for each kind of event, in the spec's order. */
  public static List<RowPrinter> of(EventSpec spec) {
    return spec.events().stream().map(kind -> new RowPrinter(kind, !spec.isFlat())).toList();
  }

  /**
   * The row on one line; with its table where the spec has several kinds or several rows a message.
   */
  public String json(MaskedRow row) {
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
