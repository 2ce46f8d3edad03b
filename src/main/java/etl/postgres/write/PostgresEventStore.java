package etl.postgres.write;

import etl.event.EventStore;
import etl.event.Fault;
import etl.event.MaskedEvent;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import etl.masking.CurrentProtection;
import etl.masking.Sealer;
import etl.postgres.Database;
import etl.postgres.StoreFaults;
import etl.postgres.Timeline;
import etl.postgres.generation.GenerationFence;
import etl.postgres.generation.SealedKeys;
import etl.postgres.generation.WriteTerms;
import etl.postgres.partition.FoundTable;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.Schema;
import etl.postgres.write.BatchStatements.KnownBy;
import etl.postgres.write.EventMappings.Mapping;
import etl.postgres.write.RejectInsert.SealedReject;
import etl.spec.EventSpec;
import etl.spec.TableSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Stores events in PostgreSQL: each batch is one transaction, with a statement for each kind of
 * event in it, one for the mappings and one for the rejected messages; where keys seal, one for the
 * sealed data keys before them.
 */
public final class PostgresEventStore implements EventStore {
  // A transaction that wrote nothing would not wait for the standby, although what it found may
  // have been committed without it.
  private static final String RECORD = "select pg_logical_emit_message(true, 'etl', '')";

  private static final String UNIQUE_VIOLATION = "23505";

  /** What is known to be committed on a timeline. */
  private record Committed(String timeline, MappingCache mappings) {}

  private final Database database;
  private final EventSpec spec;
  private final Schema schema;
  private final EventMappings mappings;
  private final GenerationFence fence;
  private final RekeyedBatch rekeyedBatch;

  private Committed committed = new Committed(Timeline.UNKNOWN, new MappingCache());

  /** Null before the tables were looked at. */
  private volatile BatchStatements statements;

  private volatile boolean redated;

  /**
   * @param database pooled, with a connection for each writing thread; closed with this
   * @param keys the keys for storing; the same that the events are masked with
   * @param notices told what will take long before it starts, and what is left unchanged
   */
  public PostgresEventStore(
      Database database, EventSpec spec, CurrentProtection keys, Consumer<String> notices) {
    this.database = database;
    this.spec = spec;
    this.schema = new Schema(database, spec, notices);
    this.mappings = new EventMappings(spec);
    this.fence = new GenerationFence(database, keys);
    this.rekeyedBatch = new RekeyedBatch(spec, keys);
  }

  @Override
  public void prepareTables() {
    Catalogue found = schema.bringUpToDate();
    fence.recordNewest(found);
    statements = new BatchStatements(spec, found);
    forgetCommitted();
  }

  private synchronized void forgetCommitted() {
    committed = new Committed(committed.timeline(), new MappingCache());
  }

  private synchronized MappingCache committedOn(String timeline) {
    if (!committed.timeline().equals(timeline)) {
      committed = new Committed(timeline, new MappingCache());
    }
    return committed.mappings();
  }

  private BatchStatements lookAtTables() {
    BatchStatements found = new BatchStatements(spec, schema.look());
    statements = found;
    return found;
  }

  @Override
  public WriteResult write(WriteBatch batch) {
    BatchStatements known = statements;
    try {
      try {
        return write(batch, known == null ? lookAtTables() : known);
      } catch (StoreException e) {
        if (StoreFaults.tablesChanged(e)) {
          return writeToChangedTables(batch);
        } else if (!isOfDuplicate(e)) {
          throw e;
        }
        // Who stored it in the same moment has committed it, so that it is passed over now.
        return write(batch, statements);
      }
    } catch (StoreException e) {
      if (e.fault() == Fault.UNAVAILABLE) {
        // The next server to answer may be a different one that lacks the last commits. Only new
        // connections find it: a server that became read-only keeps the old ones open.
        forgetCommitted();
        database.renewConnections();
      }
      throw e;
    }
  }

  private boolean isOfDuplicate(StoreException failure) {
    String index = failure.constraint();
    return failure.sqlState().equals(UNIQUE_VIOLATION)
        && statements
            .refusesDuplicates(index)
            .or(() -> lookAtTables().refusesDuplicates(index))
            .orElse(false);
  }

  /** What was committed to the old tables may be missing in the new ones. */
  private WriteResult writeToChangedTables(WriteBatch batch) {
    forgetCommitted();
    BatchStatements found = lookAtTables();
    try {
      return write(batch, found);
    } catch (StoreException e) {
      if (!StoreFaults.tablesChanged(e)) {
        throw e;
      }
      String message = e.getMessage() + "; the tables were changed: let the owner run etl migrate";
      throw new StoreException(Fault.CONFIGURATION, e.sqlState(), message, e);
    }
  }

  private WriteResult write(WriteBatch batch, BatchStatements by) {
    Optional<WriteResult> written = Optional.empty();
    while (written.isEmpty()) {
      written = write(batch, by, fence.terms());
    }
    return written.get();
  }

  /** Empty, with nothing written, if the terms were out of date. */
  private Optional<WriteResult> write(WriteBatch batch, BatchStatements by, WriteTerms terms) {
    MappingCache known = committedOn(terms.timeline());
    terms.removals().ifPresent(known::keepUp);
    Predicate<String> wanted =
        terms.removals().isPresent() ? mask -> !known.contains(mask) : mask -> true;
    WriteBatch rekeyed = rekeyedBatch.to(terms.protection(), batch);
    Sealer sealer = terms.protection().sealer();
    List<Mapping> added = mappings.of(rekeyed.events(), wanted, sealer);
    List<SealedReject> rejects =
        rekeyed.rejects().stream().map(reject -> SealedReject.of(reject, sealer)).toList();
    // What the server cancels while the fence's lock is waited for has nothing to do with the
    // batch.
    AtomicBoolean writing = new AtomicBoolean();
    Optional<WriteResult> written;
    try {
      written =
          fence.write(
              "cannot write to the database",
              terms,
              transaction -> {
                writing.set(true);
                SealedKeys.insert(transaction, sealer.keys());
                return write(transaction, by, rekeyed.events(), added, rejects, terms);
              });
    } catch (StoreException e) {
      throw writing.get() ? StoreFaults.writing(e) : e;
    }
    if (written.isPresent()) {
      terms.removals().ifPresent(removals -> known.addAll(added, removals));
    }
    return written;
  }

  private WriteResult write(
      Handle transaction,
      BatchStatements by,
      List<MaskedEvent> events,
      List<Mapping> mappings,
      List<SealedReject> rejects,
      WriteTerms terms) {
    int rows = 0;
    int mapped = 0;
    int rejected = 0;
    if (!events.isEmpty()) {
      rows =
          by.insertEvents(
              transaction, events, redated ? KnownBy.REJECT_OR_EARLIER_DATE : KnownBy.REJECT);
    }
    if (!mappings.isEmpty()) {
      mapped = by.insertMappings(transaction, mappings);
    }
    if (!rejects.isEmpty()) {
      rejected = by.insertRejects(transaction, rejects, redated);
    }
    if (terms.replicated() && rows + mapped + rejected == 0) {
      transaction.execute(RECORD);
    }
    return new WriteResult(rows, rejected, terms.timeline());
  }

  @Override
  public String timeline() {
    return fence.timeline();
  }

  @Override
  public void expectRedated() {
    redated = true;
  }

  @Override
  public Map<String, Instant> partitionEnds() {
    Map<String, Instant> ends = new TreeMap<>();
    database.callFresh(
        "cannot look at the partitions",
        handle -> {
          for (TableSpec table : spec.tables()) {
            FoundTable.read(handle, table.name())
                .flatMap(FoundTable::endsAt)
                .ifPresent(end -> ends.put(table.name(), end));
          }
          return null;
        });
    return ends;
  }

  @Override
  public void ping() {
    boolean readOnly =
        database.callFresh(
            "cannot ping the database",
            handle ->
                handle
                    .createQuery("select current_setting('transaction_read_only')::boolean")
                    .mapTo(boolean.class)
                    .one());
    if (readOnly) {
      throw new StoreException(
          Fault.UNAVAILABLE,
          StoreFaults.READ_ONLY,
          database.target() + " is read-only at the moment",
          null);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
