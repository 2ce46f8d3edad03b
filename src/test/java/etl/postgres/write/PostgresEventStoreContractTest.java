package etl.postgres.write;

import etl.event.EventStore;
import etl.event.EventStoreContract;
import etl.event.SeveralKindsContract;
import etl.event.StoreFixture;
import etl.masking.CurrentProtection;
import etl.postgres.Stores;
import etl.spec.Column;
import etl.spec.EventSpec;
import etl.spec.Shop;
import etl.spec.TableSpec;
import etl.spec.file.SpecFile;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;

@Tag("servers")
class PostgresEventStoreContractTest implements EventStoreContract, SeveralKindsContract {
  @Override
  public StoreFixture fixture() {
    return new Fixture(SpecFile.builtIn());
  }

  @Override
  public StoreFixture shop() {
    return new Fixture(Shop.SPEC);
  }

  private static final class Fixture implements StoreFixture {
    private final TestDatabase database = TestPostgres.server().createDatabase();
    private final EventSpec spec;
    private final EventStore store;
    private final EventStore other;

    Fixture(EventSpec spec) {
      this.spec = spec;
      this.store = prepared();
      this.other = prepared();
    }

    private EventStore prepared() {
      EventStore prepared = Stores.of(database, spec, CurrentProtection.plain());
      prepared.prepareTables();
      return prepared;
    }

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
      Map<String, List<String>> rows = new HashMap<>();
      for (TableSpec table : spec.tables()) {
        String order = table.element().map(Column::name).orElse("1");
        // The message's id is the last column of each.
        for (List<String> row :
            database.rows("select * from " + table.name() + " order by " + order)) {
          rows.computeIfAbsent(row.get(row.size() - 1), id -> new ArrayList<>()).addAll(row);
        }
      }
      return rows;
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
