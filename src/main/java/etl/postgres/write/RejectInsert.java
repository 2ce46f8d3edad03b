package etl.postgres.write;

import etl.event.RejectedMessage;
import etl.json.TextMap;
import etl.masking.Sealer;
import etl.postgres.SqlArrays;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.ConflictTarget;
import etl.postgres.schema.EventTable;
import etl.postgres.schema.SupportTables;
import etl.postgres.schema.TableShape;
import etl.spec.Column;
import etl.spec.EventSpec;
import etl.spec.Identifiers;
import etl.spec.TableSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The statement that stores rejected messages, one for a batch. */
final class RejectInsert {
  private static final String INSERT =
      """
      insert into rejected_messages (message_id, reason, kind, body, sent_at%1$s)
      select id, reason, kind, body, cast(sent_at as timestamptz)%2$s
      from unnest(:ids, :reasons, :kinds, :bodies, :times%3$s)
        as reject (id, reason, kind, body, sent_at%4$s)
      where %5$s
      %6$s
      """;

  private static final String SENT =
      "cast(cast(reject.sent_at as timestamptz) at time zone 'UTC' as date)";

  private final EventSpec spec;
  private final String unlessStored;
  private final String unlessRedated;

  RejectInsert(EventSpec spec, Catalogue found) {
    this.spec = spec;
    this.unlessStored = sql(found, false);
    this.unlessRedated = sql(found, true);
  }

  private String sql(Catalogue found, boolean redated) {
    // Of the built-in spec's rejects both are null: it goes on where the columns are missing, or
    // the right to write them.
    boolean remembers = !spec.shipped();
    return INSERT.formatted(
        remembers ? ", spec, attributes" : "",
        remembers ? ", :spec, attributes" : "",
        remembers ? ", :attributes" : "",
        remembers ? ", attributes" : "",
        spec.tables().stream()
            .map(table -> notStored(table, found.table(table.name()), redated))
            .collect(Collectors.joining(" and ")),
        ConflictTarget.of(found.table(SupportTables.REJECTED), SupportTables.ID));
  }

  private static String notStored(TableSpec table, TableShape found, boolean redated) {
    Optional<Column> date = new EventTable(table).dateInKey(found);
    String id = Identifiers.quoted(table.messageId().name());
    // In a key that begins with the date, the id alone would be looked for from end to end.
    String dated =
        date.map(column -> " and e." + Identifiers.quoted(column.name()) + " = " + SENT).orElse("");
    String notStored =
        "(select true from %s e where e.%s = reject.id%s limit 1) is null"
            .formatted(Identifiers.quoted(table.name()), id, dated);
    return date.filter(column -> redated)
        .map(column -> EventInsert.notStoredBefore(table, column, "reject.id", SENT))
        .map(notBefore -> notStored + " and " + notBefore)
        .orElse(notStored);
  }

  /**
   * A rejected message in the form in which it is stored.
   *
   * @param message the message
   * @param body its body
   * @param attributes those that its spec reads; null where there are none
   */
  record SealedReject(RejectedMessage message, byte[] body, byte[] attributes) {
    static SealedReject of(RejectedMessage message, Sealer sealer) {
      String id = message.messageId();
      Map<String, String> attributes = message.attributes();
      return new SealedReject(
          message,
          sealer.sealBody(id, message.body().getBytes(StandardCharsets.UTF_8)),
          attributes.isEmpty() ? null : sealer.sealBody(id, TextMap.bytes(attributes)));
    }
  }

  /**
   * Inserts the rejected messages that do not exist yet.
   *
   * @param redated whether a message may be stored under an earlier date
   * @return how many were inserted
   */
  int insert(Handle handle, List<SealedReject> batch, boolean redated) {
    Update insert = handle.createUpdate(redated ? unlessRedated : unlessStored);
    bind(insert, "ids", batch, RejectedMessage::messageId);
    bind(insert, "reasons", batch, RejectedMessage::reason);
    bind(insert, "kinds", batch, reject -> written(reject.kind()));
    bind(insert, "times", batch, reject -> reject.sentAt().toString());
    bindBytes(insert, "bodies", batch, SealedReject::body);
    if (!spec.shipped()) {
      insert.bind("spec", spec.name());
      bindBytes(insert, "attributes", batch, SealedReject::attributes);
    }
    return insert.execute();
  }

  /** The class of a reason, as the table has it. */
  static String written(RejectedMessage.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static void bind(
      Update insert,
      String name,
      List<SealedReject> batch,
      Function<RejectedMessage, String> value) {
    String[] values = batch.stream().map(SealedReject::message).map(value).toArray(String[]::new);
    insert.bind(name, SqlArrays.of("text", values));
  }

  private static void bindBytes(
      Update insert, String name, List<SealedReject> batch, Function<SealedReject, byte[]> value) {
    insert.bind(name, SqlArrays.of("bytea", batch.stream().map(value).toArray(byte[][]::new)));
  }
}
