package etl.postgres.write;

import etl.event.MaskedEvent;
import etl.event.RejectedMessage;
import etl.postgres.SqlArrays;
import etl.postgres.generation.ForgottenHashes;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.ConflictTarget;
import etl.postgres.schema.SupportTables;
import etl.postgres.schema.TableShape;
import etl.postgres.write.EventMappings.Mapping;
import etl.postgres.write.RejectInsert.SealedReject;
import etl.spec.EventSpec;
import etl.spec.TableSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** By what a message is known to be stored already. */
  public enum KnownBy {
    /** Its key among the rows: for those that are rejected, if the caller removes the rejects. */
    KEY,
    /** Or its id among the rejects. */
    REJECT,
    /** Or its id among the rows of an earlier date: it was dated anew. */
    REJECT_OR_EARLIER_DATE
  }

  private static final String REASONS =
      """
      update rejected_messages r set reason = n.reason, kind = n.kind
      from unnest(:ids, :reasons, :kinds) as n (id, reason, kind)
      where r.message_id = n.id and (r.reason, r.kind) is distinct from (n.reason, n.kind)
      """;

  private final EventSpec spec;
  private final Catalogue found;

  // One for each kind of event; null for one that is discarded.
  private final List<EventInsert> events;
  private final boolean mappingHasField;
  private final String mappings;
  private final RejectInsert rejects;

  /**
   * @param found the tables as they are
   * @throws etl.event.StoreException if rows could be lost in them for a unique index of somebody
   *     else's
   */
  public BatchStatements(EventSpec spec, Catalogue found) {
    this.spec = spec;
    this.found = found;
    TableShape mapping = found.table(SupportTables.MAPPING);
    this.mappingHasField = mapping.absent() || mapping.columns().containsKey(SupportTables.FIELD);
    this.events = inserts(spec, found);
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
    this.rejects = new RejectInsert(spec, found);
  }

  /**
   * Whether a row that a unique index refuses was stored by somebody else in the same moment. What
   * inserts go by is one index only: while a table becomes partitioned it has two.
   *
   * @return empty if no table had such an index
   */
  Optional<Boolean> refusesDuplicates(String index) {
    return spec.tables().stream()
        .map(table -> ConflictTarget.refusesDuplicates(table, found.table(table.name()), index))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static List<EventInsert> inserts(EventSpec spec, Catalogue found) {
    Map<String, TableSpec> tables =
        spec.tables().stream().collect(Collectors.toMap(TableSpec::name, Function.identity()));
    return spec.events().stream()
        .map(e -> e.discards() ? null : new EventInsert(e, tables.get(e.table()), found))
        .toList();
  }

  /**
   * Inserts the rows that do not exist yet. By kinds, in the same order in each batch, so that
   * concurrent writers cannot deadlock.
   *
   * @param knownBy by what a message is known to be stored already
   * @return of how many messages rows were inserted
   */
  public int insertEvents(Handle handle, List<MaskedEvent> batch, KnownBy knownBy) {
    int inserted = 0;
    for (int kind = 0; kind < events.size(); kind++) {
      List<MaskedEvent> part = ofKind(batch, kind);
      if (!part.isEmpty()) {
        inserted += events.get(kind).insert(handle, part, knownBy);
      }
    }
    return inserted;
  }

  private List<MaskedEvent> ofKind(List<MaskedEvent> batch, int kind) {
    return events.size() == 1 ? batch : batch.stream().filter(e -> e.kind() == kind).toList();
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
   * @param redated whether a message may be stored under an earlier date
   * @return how many were inserted
   */
  int insertRejects(Handle handle, List<SealedReject> batch, boolean redated) {
    return rejects.insert(handle, batch, redated);
  }

  /** Updates the reasons of messages that stay rejected. */
  public void updateReasons(Handle handle, List<Reason> reasons) {
    Update update = handle.createUpdate(REASONS);
    bind(update, "ids", reasons, Reason::id);
    bind(update, "reasons", reasons, Reason::reason);
    bind(update, "kinds", reasons, reason -> RejectInsert.written(reason.kind()));
    update.execute();
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
