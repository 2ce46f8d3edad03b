package etl.postgres.rejects;

import etl.event.MaskedEvent;
import etl.postgres.Database;
import etl.postgres.partition.FoundTable;
import etl.spec.Column;
import etl.spec.EventSpec;
import etl.spec.TableSpec;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts retried messages whose day has no partition any more: their rows go to the default one.
 */
final class DefaultedRows {
  private final EventSpec spec;
  // Of each table, how many messages of a day.
  private final Map<String, Map<LocalDate, Long>> stored = new HashMap<>();

  DefaultedRows(EventSpec spec) {
    this.spec = spec;
  }

  void add(List<MaskedEvent> events) {
    for (MaskedEvent event : events) {
      stored
          .computeIfAbsent(spec.events().get(event.kind()).table(), table -> new HashMap<>())
          .merge(event.sentAt().atZone(ZoneOffset.UTC).toLocalDate(), 1L, Long::sum);
    }
  }

  /** Says how many there were. */
  void tell(Database database, Consumer<String> notices) {
    for (TableSpec table : spec.tables()) {
      Map<LocalDate, Long> days = stored.getOrDefault(table.name(), Map.of());
      Map<String, Long> defaulted = new HashMap<>();
      if (!days.isEmpty()) {
        database
            .call("cannot look at the partitions", handle -> FoundTable.read(handle, table.name()))
            .filter(found -> table.sentDate().map(Column::name).filter(found::isByDate).isPresent())
            .ifPresent(
                found ->
                    days.forEach(
                        (day, messages) ->
                            found
                                .restFor(day)
                                .ifPresent(rest -> defaulted.merge(rest, messages, Long::sum))));
      }
      defaulted.forEach(
          (rest, messages) ->
              notices.accept(
                  ("%d retried %s went to %s, since the partition of that time is gone: etl"
                          + " migrate makes it again")
                      .formatted(messages, messages == 1 ? "message" : "messages", rest)));
    }
  }
}
