package etl.event;

import java.util.List;
import java.util.Map;

/** A fresh store of login events, and someone who looks into it. */
public interface StoreFixture extends AutoCloseable {
  /** The store, prepared. */
  EventStore store();

  /** The same tables as another process sees them, prepared. */
  EventStore otherProcess();

  /** The rows by message id: the values in the order of the spec's columns, null for null. */
  Map<String, List<String>> rows();

  /** The originals by their masks, each with the field that it stood in: {@code ip=192.0.2.1}. */
  Map<String, String> mappings();

  /** The bodies of the rejected messages, by message id. */
  Map<String, byte[]> rejects();

  @Override
  void close();
}
