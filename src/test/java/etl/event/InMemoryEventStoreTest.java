package etl.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

  @Test
  void batch_whose_keys_come_in_no_order_is_noticed() {
    InMemoryEventStore store = new InMemoryEventStore(EventSpec.userLogins());
    List<ParsedMessage> messages =
        List.of(Logins.parse("b", Logins.BODY), Logins.parse("a", Logins.BODY));

    store.write(WriteBatch.sorted(messages));
    assertThat(store.unsorted()).isEmpty();
    store.write(WriteBatch.inOrder(messages));
    assertThat(store.unsorted()).containsExactly(List.of("b", "a"));
  }
}
