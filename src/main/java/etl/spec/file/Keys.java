package etl.spec.file;

import java.util.List;
import java.util.stream.Stream;

/** The keys of a spec's file, by the object that they stand in. */
enum Keys {
  SPEC("the spec", "name unwrap events otherwise"),
  SHORT("the short form", "table columns each partition unwrap name when discard otherwise"),
  EVENT("an event", "name when each table columns discard partition"),
  COLUMN(
      "a column",
      "name pointer root envelope attribute message type length precision scale epoch zone required"
          + " masked mask keep_original canonical clear"),
  TEST("a test", "pointer envelope attribute equals in prefix exists"),
  UNWRAP("an envelope", "pointer encoded"),
  MASK("a mask", "network date"),
  NETWORK("network", "ipv4 ipv6");

  private static final List<String> ANYWHERE = List.of("$schema", "comment");

  private final String object;
  private final List<String> keys;

  Keys(String object, String keys) {
    this.object = object;
    this.keys = List.of(keys.split(" "));
  }

  List<String> keys() {
    return keys;
  }

  boolean has(String key) {
    return keys.contains(key) || ANYWHERE.contains(key);
  }

  /** What is wrong with a key that this object does not have. */
  String unknown(String key) {
    List<String> elsewhere =
        Stream.of(SPEC, EVENT, COLUMN)
            .filter(level -> level != this && level.keys.contains(key))
            .map(level -> level.object)
            .toList();
    return elsewhere.isEmpty()
        ? Words.unknown("key", key, keys)
        : Words.quoted(key) + " is a key of " + elsewhere.get(0) + ", not of " + object;
  }
}
