package etl.postgres.write;

import etl.event.MaskedEvent;
import etl.event.RejectedMessage;
import etl.masking.Protection;
import etl.postgres.SqlArrays;
import etl.postgres.generation.ForgottenHashes;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.ConflictTarget;
import etl.postgres.schema.EventTable;
import etl.postgres.schema.SupportTables;
import etl.postgres.schema.TableShape;
import etl.postgres.write.EventMappings.Mapping;
import etl.spec.Column;
import etl.spec.EventSpec;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * The statements that store a batch: one per table, whatever the size of the batch, as each column
 * is bound as one array. None of them reads the mapping.
 */
public final class BatchStatements {
  /**
   * Why a message stays rejected.
   *
   * @param id the message's id
   * @param kind the class of the reason
   * @param reason names the field and what is wrong with it, never the value
   */
  public record Reason(String id, RejectedMessage.Kind kind, String reason) {}

  private static final String REASONS =
      """
      update rejected_messages r set reason = n.reason, kind = n.kind
      from unnest(:ids, :reasons, :kinds) as n (id, reason, kind)
      where r.message_id = n.id and (r.reason, r.kind) is distinct from (n.reason, n.kind)
      """;

  private final EventSpec spec;
  private final boolean mappingHasField;
  private final String events;
  private final String retried;
  private final String mappings;
  private final String rejects;

  /**
   * @param found the tables as they are
   * @throws etl.event.StoreException if rows could be lost in them for a unique index of somebody
   *     else's
   */
  public BatchStatements(EventSpec spec, Catalogue found) {
    this.spec = spec;
    TableShape mapping = found.table(SupportTables.MAPPING);
    this.mappingHasField = mapping.absent() || mapping.columns().containsKey(SupportTables.FIELD);
    String table = EventTable.quote(spec.table());
    String id = EventTable.quote(spec.messageId().name());
    String insert =
        """
        insert into %s (%s)
        select %s from unnest(%s) as event (%2$s)
        """
            .formatted(
                table,
                columns(column -> EventTable.quote(column.name())),
                columns(BatchStatements::typed),
                columns(column -> ":" + column.name()));
    String unlessStored = ConflictTarget.ofEvents(new EventTable(spec), found.table(spec.table()));
    // With an anti-join (not exists), the insert could lose the batch's order, and so deadlock.
    this.events =
        """
        %swhere (select true from rejected_messages r where r.message_id = event.%s limit 1) is null
        %s
        """
            .formatted(insert, id, unlessStored);
    this.retried = insert + unlessStored;
    this.mappings =
        """
        insert into map_desmask (hash_val, original_val%1$s)
        select * from unnest(:hashes, :originals%2$s) as mapping (hash)
        where %3$s
        %4$s
        """
            .formatted(
                mappingHasField ? ", field" : "",
                mappingHasField ? ", :fields" : "",
                ForgottenHashes.without("mapping.hash"),
                ConflictTarget.of(mapping, SupportTables.HASH));
    this.rejects =
        """
        insert into rejected_messages (message_id, reason, kind, body, sent_at)
        select id, reason, kind, body, cast(sent_at as timestamptz)
        from unnest(:ids, :reasons, :kinds, :bodies, :times)
          as reject (id, reason, kind, body, sent_at)
        where (select true from %s e where e.%s = reject.id limit 1) is null
        %s
        """
            .formatted(
                table,
                id,
                ConflictTarget.of(found.table(SupportTables.REJECTED), SupportTables.ID));
  }

  /**
   * Inserts the rows that do not exist yet.
   *
   * @return how many were inserted
   */
  public int insertEvents(Handle handle, List<MaskedEvent> batch) {
    return insertEvents(handle.createUpdate(events), batch);
  }

  /** The same for messages that are stored as rejected; the caller then removes the rejects. */
  public int insertRetried(Handle handle, List<MaskedEvent> batch) {
    return insertEvents(handle.createUpdate(retried), batch);
  }

  private int insertEvents(Update insert, List<MaskedEvent> batch) {
    for (int i = 0; i < spec.columns().size(); i++) {
      int column = i;
      bind(insert, spec.columns().get(i).name(), batch, event -> event.values().get(column));
    }
    return insert.execute();
  }

  /**
   * Inserts the mappings that do not exist yet; without the field if the table has no column for
   * it.
   *
   * @return how many
   */
  public int insertMappings(Handle handle, Collection<Mapping> batch) {
    Update insert = handle.createUpdate(mappings);
    bind(insert, "hashes", batch, Mapping::mask);
    bind(insert, "originals", batch, Mapping::stored);
    if (mappingHasField) {
      bind(insert, "fields", batch, Mapping::field);
    }
    return insert.execute();
  }

  /**
   * Inserts the rejected messages that do not exist yet.
   *
   * @param protection the keys to store the bodies with
   * @return how many were inserted
   */
  int insertRejects(Handle handle, List<RejectedMessage> batch, Protection protection) {
    Update insert = handle.createUpdate(rejects);
    bind(insert, "ids", batch, RejectedMessage::messageId);
    bind(insert, "reasons", batch, RejectedMessage::reason);
    bind(insert, "kinds", batch, reject -> written(reject.kind()));
    bind(insert, "times", batch, reject -> reject.sentAt().toString());
    byte[][] bodies =
        batch.stream().map(reject -> stored(reject, protection)).toArray(byte[][]::new);
    insert.bind("bodies", SqlArrays.of("bytea", bodies));
    return insert.execute();
  }

  /** Updates the reasons of messages that stay rejected. */
  public void updateReasons(Handle handle, List<Reason> reasons) {
    Update update = handle.createUpdate(REASONS);
    bind(update, "ids", reasons, Reason::id);
    bind(update, "reasons", reasons, Reason::reason);
    bind(update, "kinds", reasons, reason -> written(reason.kind()));
    update.execute();
  }

  private static String written(RejectedMessage.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static byte[] stored(RejectedMessage reject, Protection protection) {
    byte[] body = reject.body().getBytes(StandardCharsets.UTF_8);
    return protection.sealBody(reject.messageId(), body);
  }

  private String columns(Function<Column, String> form) {
    return spec.columns().stream().map(form).collect(Collectors.joining(", "));
  }

  private static String typed(Column column) {
    String value = "event." + EventTable.quote(column.name());
    return switch (column.type()) {
      case VARCHAR, TEXT -> value;
      case BIGINT, NUMERIC, BOOLEAN, DATE ->
          "cast(" + value + " as " + column.type().sqlName() + ")";
    };
  }

  private static <T> void bind(
      Update insert, String name, Collection<T> rows, Function<T, String> value) {
    String[] values = new String[rows.size()];
    int i = 0;
    for (T row : rows) {
      values[i++] = value.apply(row);
    }
    insert.bind(name, SqlArrays.of("text", values));
  }
}
