package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.event.EventStore;
import etl.event.MaskedEvent;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import etl.json.JsonLine;
import etl.spec.Column;
import etl.spec.ColumnType;
import etl.spec.EventSpec;
import java.io.IOException;
import java.util.List;

/** Stores nothing: prints the rows as JSON lines whose keys are the columns. */
public final class DryRunStore implements EventStore {
  private final EventSpec spec;
  private final Output out;

  public DryRunStore(EventSpec spec, Output out) {
    this.spec = spec;
    this.out = out;
  }

  @Override
  public void prepareTables() {}

  @Override
  public synchronized WriteResult write(WriteBatch batch) {
    batch.events().forEach(event -> out.line(json(event)));
    out.flush();
    return new WriteResult(batch.events().size(), batch.rejects().size());
  }

  private String json(MaskedEvent event) {
    return JsonLine.object(
        json -> {
          List<Column> columns = spec.columns();
          for (int i = 0; i < columns.size(); i++) {
            json.name(columns.get(i).name());
            write(json, columns.get(i).type(), event.values().get(i));
          }
        });
  }

  private static void write(JsonWriter json, ColumnType type, String value) throws IOException {
    switch (type) {
      // Both accept null.
      case BIGINT, NUMERIC, BOOLEAN -> json.jsonValue(value);
      case VARCHAR, TEXT, DATE -> json.value(value);
    }
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}
}
