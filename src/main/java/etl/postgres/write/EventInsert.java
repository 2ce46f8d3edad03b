package etl.postgres.write;

import etl.event.MaskedEvent;
import etl.event.MaskedRow;
import etl.postgres.SqlArrays;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.ConflictTarget;
import etl.postgres.schema.EventTable;
import etl.postgres.write.BatchStatements.KnownBy;
import etl.spec.Column;
import etl.spec.ColumnType;
import etl.spec.EventKind;
import etl.spec.Identifiers;
import etl.spec.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The statements that store events of one kind: one for a batch, whatever its size. */
final class EventInsert {
  /** A message is kept 14 days at most on a queue, and 14 more on its dead-letter queue. */
  private static final int KEPT_DAYS = 28;

  private final EventKind kind;
  private final String unlessRejected;
  private final String unlessRedated;
  private final String always;

  /**
   * @param found the tables as they are
   * @throws etl.event.StoreException if rows could be lost in the table for a unique index of
   *     somebody else's
   */
  EventInsert(EventKind kind, TableSpec table, Catalogue found) {
    this.kind = kind;
    String id = Identifiers.quoted(kind.messageId().name());
    String insert =
        """
        insert into %s (%s)
        select %s from unnest(%s) as event (%2$s)
        """
            .formatted(
                Identifiers.quoted(table.name()),
                columns(column -> Identifiers.quoted(column.name())),
                columns(EventInsert::typed),
                columns(column -> ":" + column.name()));
    String unlessStored = ConflictTarget.ofEvents(new EventTable(table), found.table(table.name()));
    // With an anti-join (not exists), the insert could lose the batch's order, and so deadlock.
    String unlessReject =
        """
        %swhere (select true from rejected_messages r where r.message_id = event.%s limit 1) is null
        """
            .formatted(insert, id);
    this.unlessRejected = unlessReject + unlessStored;
    this.unlessRedated =
        unlessReject
            + new EventTable(table)
                .dateInKey(found.table(table.name()))
                .filter(kind.columns()::contains)
                .map(date -> "and " + notStoredBefore(table, date, "event." + id, typed(date)))
                .orElse("")
            + unlessStored;
    this.always = insert + unlessStored;
  }

  /**
   * Inserts the rows that do not exist yet.
   *
   * @param batch of this kind
   * @param knownBy what else than its key shows that a message is stored already
   * @return how many of the messages were not stored before; one that has no rows counts
   */
  int insert(Handle handle, List<MaskedEvent> batch, KnownBy knownBy) {
    String sql =
        switch (knownBy) {
          case KEY -> always;
          case REJECT -> unlessRejected;
          case REJECT_OR_EARLIER_DATE -> unlessRedated;
        };
    if (!kind.unfolds()) {
      return bound(handle.createUpdate(sql), batch).execute();
    }
    int empty = (int) batch.stream().filter(event -> event.rows().isEmpty()).count();
    String count =
        "with added as (%s returning %s as id) select count(distinct id) from added"
            .formatted(sql, Identifiers.quoted(kind.messageId().name()));
    return empty == batch.size()
        ? empty
        : empty + bound(handle.createQuery(count), batch).mapTo(Integer.class).one();
  }

  private <S extends SqlStatement<S>> S bound(S insert, List<MaskedEvent> batch) {
    List<MaskedRow> rows = new ArrayList<>(batch.size());
    for (MaskedEvent event : batch) {
      rows.addAll(event.rows());
    }
    for (int i = 0; i < kind.columns().size(); i++) {
      String[] values = new String[rows.size()];
      for (int row = 0; row < values.length; row++) {
        values[row] = rows.get(row).values().get(i);
      }
      insert.bind(kind.columns().get(i).name(), SqlArrays.of("text", values));
    }
    return insert;
  }

  /**
   * Holds where there are no rows of a message that had an earlier date when it was stored: SQS
   * dates a message anew when it moves it to a FIFO queue's dead-letter queue. Each day is named,
   * since the key begins with the date: a range of dates would be read from end to end.
   *
   * @param date the column of the date of sending, which is in the table's key
   * @param id an expression for the message's id
   * @param sent one for the date that it has now
   */
  static String notStoredBefore(TableSpec table, Column date, String id, String sent) {
    String days =
        IntStream.rangeClosed(1, KEPT_DAYS)
            .mapToObj(day -> sent + " - " + day)
            .collect(Collectors.joining(", "));
    return "(select true from %s e where e.%s = %s and e.%s in (%s) limit 1) is null\n"
        .formatted(
            Identifiers.quoted(table.name()),
            Identifiers.quoted(table.messageId().name()),
            id,
            Identifiers.quoted(date.name()),
            days);
  }

  private String columns(Function<Column, String> form) {
    return kind.columns().stream().map(form).collect(Collectors.joining(", "));
  }

  /** The parser sends nothing that these casts refuse: the server would quote it. */
  private static String typed(Column column) {
    String value = "event." + Identifiers.quoted(column.name());
    ColumnType.Base type = column.type().base();
    return type.isText() ? value : "cast(" + value + " as " + type.sqlName() + ")";
  }
}
