package etl.postgres.write;

import etl.event.EventStore;
import etl.event.EventStoreContract;
import etl.event.StoreFixture;
import etl.postgres.Stores;
import etl.spec.EventSpec;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;

@Tag("servers")
class PostgresEventStoreContractTest implements EventStoreContract {
  @Override
  public StoreFixture fixture() {
    return new Fixture();
  }

  private static final class Fixture implements StoreFixture {
    private final TestDatabase database = TestPostgres.server().createDatabase();
    private final EventStore store = Stores.prepared(database);
    private final EventStore other = Stores.prepared(database);

    @Override
    public EventStore store() {
      return store;
    }

    @Override
    public EventStore otherProcess() {
      return other;
    }

    @Override
    public Map<String, List<String>> rows() {
      int id = EventSpec.userLogins().columns().size() - 1;
      return database.rows("select * from user_logins").stream()
          .collect(Collectors.toMap(row -> row.get(id), row -> row));
    }

    @Override
    public Map<String, String> mappings() {
      return database
          .rows("select hash_val, field || '=' || original_val from map_desmask")
          .stream()
          .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
    }

    @Override
    public Map<String, byte[]> rejects() {
      return database.rows("select message_id, encode(body, 'hex') from rejected_messages").stream()
          .collect(Collectors.toMap(row -> row.get(0), row -> HexFormat.of().parseHex(row.get(1))));
    }

    @Override
    public void close() {
      store.close();
      other.close();
    }
  }
}
