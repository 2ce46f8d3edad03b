package etl.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One table of a spec: the columns of all events that it holds.
 *
 * @param columns each once; where events differ in a column's source, the first one's
 * @param partition how it is partitioned by the date of sending; null where it is not
 */
public record TableSpec(String name, List<Column> columns, PartitionPeriod partition) {
  public TableSpec {
    Objects.requireNonNull(name, "name");
    columns = List.copyOf(columns);
  }

  /** The tables of these events, in order. */
  static List<TableSpec> of(List<EventKind> events) {
    Map<String, TableSpec> tables = new LinkedHashMap<>();
    for (EventKind event : events) {
      if (!event.discards()) {
        tables.merge(
            event.table(),
            new TableSpec(event.table(), event.columns(), event.partition()),
            TableSpec::with);
      }
    }
    return List.copyOf(tables.values());
  }

  private TableSpec with(TableSpec other) {
    Map<String, Column> all = new LinkedHashMap<>();
    columns.forEach(column -> all.put(column.name(), column));
    other.columns.forEach(column -> all.putIfAbsent(column.name(), column));
    return new TableSpec(name, List.copyOf(all.values()), other.partition);
  }

  public Column messageId() {
    return column(Source.Kind.MESSAGE_ID).orElseThrow();
  }

  /** The column that holds the element's place, where a message may become several rows. */
  public Optional<Column> element() {
    return column(Source.Kind.ELEMENT);
  }

  public Optional<Column> sentDate() {
    return column(Source.Kind.SENT_DATE);
  }

  /** The names of the columns that tell messages, and their elements, apart. */
  public List<String> identity() {
    return Stream.concat(Stream.of(messageId()), element().stream()).map(Column::name).toList();
  }

  private Optional<Column> column(Source.Kind kind) {
    return columns.stream().filter(column -> column.is(kind)).findFirst();
  }

  public List<Column> maskedColumns() {
    return columns.stream().filter(Column::masked).toList();
  }
}
