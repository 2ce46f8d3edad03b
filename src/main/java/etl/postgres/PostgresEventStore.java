package etl.postgres;

import etl.event.EventSpec;
import etl.event.EventStore;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import java.util.function.Consumer;

/** Stores events in PostgreSQL. */
public final class PostgresEventStore implements EventStore {
  private final Database database;
  private final Schema schema;

  /**
   * @param database pooled, with a connection for each thread that writes; closed with this
   * @param notices told what will take long, before it begins
   */
  public PostgresEventStore(Database database, EventSpec spec, Consumer<String> notices) {
    this.database = database;
    this.schema = new Schema(database, spec, notices);
  }

  @Override
  public void prepare() {
    schema.prepare();
  }

  @Override
  public WriteResult write(WriteBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void ping() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    database.close();
  }
}
