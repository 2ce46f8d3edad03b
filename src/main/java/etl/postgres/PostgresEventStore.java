package etl.postgres;

import etl.event.EventSpec;
import etl.event.EventStore;
import etl.event.Fault;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import etl.postgres.BatchStatements.Mapping;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Stores events in PostgreSQL: each batch is one transaction of at most three statements. */
public final class PostgresEventStore implements EventStore {
  private static final String READ_ONLY = "25006";

  private final Database database;
  private final Schema schema;
  private final BatchStatements statements;
  private final MappingCache committed = new MappingCache();
  private volatile boolean mappingHasField = true;

  /**
   * @param database pooled, with a connection for each thread that writes; closed with this
   * @param notices told what takes long, before it begins, and what stays as it is
   */
  public PostgresEventStore(Database database, EventSpec spec, Consumer<String> notices) {
    this.database = database;
    this.schema = new Schema(database, spec, notices);
    this.statements = new BatchStatements(spec);
  }

  @Override
  public void prepare() {
    TableShape mapping = schema.prepare().table(SupportTables.MAPPING);
    mappingHasField = mapping.columns().containsKey(SupportTables.FIELD);
    committed.clear();
  }

  @Override
  public WriteResult write(WriteBatch batch) {
    List<Mapping> mappings = statements.mappings(batch.events(), mask -> !committed.contains(mask));
    WriteResult result =
        database.call(
            "cannot write to the database",
            handle -> handle.inTransaction(transaction -> write(transaction, batch, mappings)));
    committed.addAll(mappings);
    return result;
  }

  private WriteResult write(Handle transaction, WriteBatch batch, List<Mapping> mappings) {
    int rows = 0;
    int rejects = 0;
    if (!batch.events().isEmpty()) {
      rows = statements.insertEvents(transaction, batch.events());
    }
    if (!mappings.isEmpty()) {
      statements.insertMappings(transaction, mappings, mappingHasField);
    }
    if (!batch.rejects().isEmpty()) {
      rejects = statements.insertRejects(transaction, batch.rejects());
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
