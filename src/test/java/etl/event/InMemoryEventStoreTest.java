package etl.event;

import etl.spec.EventSpec;
import java.util.List;
import java.util.Map;

class InMemoryEventStoreTest implements EventStoreContract {
  private record Fixture(InMemoryEventStore store) implements StoreFixture {
    @Override
    public EventStore otherProcess() {
      return store;
    }

    @Override
    public Map<String, List<String>> rows() {
      return store.rows();
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
    return new Fixture(new InMemoryEventStore(EventSpec.userLogins()));
  }
}
