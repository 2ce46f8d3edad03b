package etl.spec.file;

import etl.envelope.Envelope;
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
 * @param node its object, which is told what is wrong with it
 * @param name null where it has none
 * @param fitsAll whether it has no tests
 * @param table null where it has none that can be used
 * @param partition null where it has none
 */
record KindDraft(
    Node node,
    String name,
    boolean fitsAll,
    List<Condition> when,
    JsonPointer each,
    String table,
    List<Draft> columns,
    PartitionPeriod partition) {
  Optional<Draft> column(Source.Kind kind) {
    return columns.stream().filter(column -> column.is(kind)).findFirst();
  }

  /**
   * Tells of each column that shows what another one masks, unless it says that it does so
   * knowingly: a personal value would be stored in the clear beside its hash.
   *
   * @param unwrap what the event is wrapped in
   */
  void checkClear(List<Envelope> unwrap) {
    for (Draft column : columns) {
      if (column.source() == null || column.hides() || column.clear()) {
        continue;
      }
      List<Place> places = Place.of(column.source(), each, unwrap);
      columns.stream()
          .filter(other -> other.source() != null && other.hides())
          .filter(other -> Place.show(places, Place.of(other.source(), each, unwrap)))
          .findFirst()
          .ifPresent(
              other ->
                  node.report(
                      "%s: shows what %s masks, mask it too or write \"clear\": true",
                      column.label(), other.label()));
    }
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
