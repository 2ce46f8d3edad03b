package etl.postgres;

import etl.event.EventSpec;
import etl.event.EventStore;
import etl.event.Fault;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import etl.masking.CurrentProtection;
import etl.masking.Protection;
import etl.postgres.BatchStatements.Mapping;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/** Stores events in PostgreSQL: each batch is one transaction of at most three statements. */
public final class PostgresEventStore implements EventStore {
  private static final String READ_ONLY = "25006";

  private record Written(WriteResult result, List<Mapping> mappings, long removals) {}

  private final Database database;
  private final Schema schema;
  private final BatchStatements statements;
  private final MappingCache committed = new MappingCache();
  private final GenerationFence fence;
  private final CarriedBatch carriedBatch;
  private volatile boolean mappingHasField = true;

  /**
   * @param database pooled, with a connection for each thread that writes; closed with this
   * @param keys what values are stored by; the same that the events' masks are made by
   * @param notices told what takes long, before it begins, and what stays as it is
   */
  public PostgresEventStore(
      Database database, EventSpec spec, CurrentProtection keys, Consumer<String> notices) {
    this.database = database;
    this.schema = new Schema(database, spec, notices);
    this.statements = new BatchStatements(spec);
    this.fence = new GenerationFence(database, keys);
    this.carriedBatch = new CarriedBatch(spec);
  }

  @Override
  public void prepare() {
    Catalogue found = schema.prepare();
    fence.prepare(found);
    TableShape mapping = found.table(SupportTables.MAPPING);
    mappingHasField = mapping.columns().containsKey(SupportTables.FIELD);
    committed.clear();
  }

  @Override
  public WriteResult write(WriteBatch batch) {
    try {
      Written written =
          fence.write("cannot write to the database", protection -> work(batch, protection));
      committed.addAll(written.mappings(), written.removals());
      return written.result();
    } catch (StoreException e) {
      if (e.fault() == Fault.UNAVAILABLE) {
        // Another server may answer next, which has not seen the last commits. It is found by a new
        // connection only: a server that became read-only keeps the old ones.
        committed.clear();
        database.renewConnections();
      }
      throw e;
    }
  }

  private HandleCallback<Written, SQLException> work(WriteBatch batch, Protection protection) {
    long removals = fence.removals();
    committed.keepUp(removals);
    WriteBatch carried = carriedBatch.to(protection, batch);
    List<Mapping> mappings =
        statements.mappings(carried.events(), mask -> !committed.contains(mask), protection);
    return transaction ->
        new Written(write(transaction, carried, mappings, protection), mappings, removals);
  }

  private WriteResult write(
      Handle transaction, WriteBatch batch, List<Mapping> mappings, Protection protection) {
    int rows = 0;
    int rejects = 0;
    if (!batch.events().isEmpty()) {
      rows = statements.insertEvents(transaction, batch.events());
    }
    if (!mappings.isEmpty()) {
      statements.insertMappings(transaction, mappings, mappingHasField);
    }
    if (!batch.rejects().isEmpty()) {
      rejects = statements.insertRejects(transaction, batch.rejects(), protection);
    }
    return new WriteResult(rows, rejects);
  }

  @Override
  public void ping() {
    boolean readOnly =
        database.callFresh(
            "cannot ask the database",
            handle ->
                handle
                    .createQuery("select current_setting('transaction_read_only')::boolean")
                    .mapTo(boolean.class)
                    .one());
    if (readOnly) {
      throw new StoreException(
          Fault.UNAVAILABLE, READ_ONLY, database.target() + " is read-only just now", null);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
