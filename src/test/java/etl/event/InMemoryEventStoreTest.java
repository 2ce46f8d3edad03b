package etl.event;

import etl.spec.Shop;
import etl.spec.file.SpecFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class InMemoryEventStoreTest implements EventStoreContract, SeveralKindsContract {
  private record Fixture(InMemoryEventStore store) implements StoreFixture {
    @Override
    public EventStore otherProcess() {
      return store;
    }

    @Override
    public Map<String, List<String>> rows() {
      Map<String, List<String>> rows = new HashMap<>(store.rows());
      rows.values().removeIf(List::isEmpty);
      return rows;
    }

    @Override
    public Map<String, String> mappings() {
      return store.mappings();
    }

    @Override
    public Map<String, byte[]> rejects() {
      return store.rejects();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  @Override
  public StoreFixture fixture() {
    return new Fixture(new InMemoryEventStore(SpecFile.builtIn()));
  }

  @Override
  public StoreFixture shop() {
    return new Fixture(new InMemoryEventStore(Shop.SPEC));
  }
}
