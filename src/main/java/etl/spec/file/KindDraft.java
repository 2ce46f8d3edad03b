package etl.spec.file;

import etl.json.JsonPointer;
import etl.spec.Condition;
import etl.spec.EventKind;
import etl.spec.PartitionPeriod;
import etl.spec.Source;
import java.util.List;
import java.util.Optional;

/**
 * An event as far as the file gives one.
 *
 * @param where what problems call it: {@code event order: }
 * @param name null where it has none
 * @param fitsAll whether it has no tests
 * @param table null where it has none that can be used
 * @param partition null where it has none
 */
record KindDraft(
    String where,
    String name,
    boolean fitsAll,
    List<Condition> when,
    JsonPointer each,
    String table,
    List<Draft> columns,
    PartitionPeriod partition) {
  /** The first column that is this part of the message. */
  Optional<Draft> column(Source.Kind kind) {
    return columns.stream().filter(column -> column.is(kind)).findFirst();
  }

  /** The event; only where nothing is wrong. */
  EventKind kind() {
    return new EventKind(
        name,
        when,
        each,
        table == null ? "" : table,
        columns.stream().map(Draft::column).toList(),
        partition);
  }
}
