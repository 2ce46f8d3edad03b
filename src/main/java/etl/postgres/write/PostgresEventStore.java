package etl.postgres.write;

import etl.event.EventStore;
import etl.event.Fault;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import etl.masking.CurrentProtection;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.generation.GenerationFence;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.Schema;
import etl.postgres.schema.SupportTables;
import etl.postgres.schema.TableShape;
import etl.postgres.write.BatchStatements.Mapping;
import etl.spec.EventSpec;
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
  private final RekeyedBatch rekeyedBatch;
  private volatile boolean mappingHasField = true;

  /**
   * @param database pooled, with a connection for each writing thread; closed with this
   * @param keys the keys for storing; the same that the events are masked with
   * @param notices told what will take long before it starts, and what is left unchanged
   */
  public PostgresEventStore(
      Database database, EventSpec spec, CurrentProtection keys, Consumer<String> notices) {
    this.database = database;
    this.schema = new Schema(database, spec, notices);
    this.statements = new BatchStatements(spec);
    this.fence = new GenerationFence(database, keys);
    this.rekeyedBatch = new RekeyedBatch(spec);
  }

  @Override
  public void prepareTables() {
    Catalogue found = schema.bringUpToDate();
    fence.recordNewest(found);
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
        // The next server to answer may be a different one that lacks the last commits. Only new
        // connections find it: a server that became read-only keeps the old ones open.
        committed.clear();
        database.renewConnections();
      }
      throw e;
    }
  }

  private HandleCallback<Written, SQLException> work(WriteBatch batch, Protection protection) {
    long removals = fence.removals();
    committed.keepUp(removals);
    WriteBatch rekeyed = rekeyedBatch.to(protection, batch);
    List<Mapping> mappings =
        statements.mappings(rekeyed.events(), mask -> !committed.contains(mask), protection);
    return transaction ->
        new Written(write(transaction, rekeyed, mappings, protection), mappings, removals);
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
            "cannot ping the database",
            handle ->
                handle
                    .createQuery("select current_setting('transaction_read_only')::boolean")
                    .mapTo(boolean.class)
                    .one());
    if (readOnly) {
      throw new StoreException(
          Fault.UNAVAILABLE, READ_ONLY, database.target() + " is read-only at the moment", null);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
