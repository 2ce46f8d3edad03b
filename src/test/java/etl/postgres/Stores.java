package etl.postgres;

import etl.event.EventSpec;
import etl.masking.CurrentProtection;
import etl.testing.TestDatabase;

/** Stores of login events in the tests' databases. */
final class Stores {
  private Stores() {}

  /** A store that nobody has prepared. */
  static PostgresEventStore fresh(TestDatabase database) {
    return keyed(database, CurrentProtection.plain());
  }

  /** A store with keys that nobody has prepared. */
  static PostgresEventStore keyed(TestDatabase database, CurrentProtection keys) {
    return new PostgresEventStore(
        Database.pooled(settings(database), 2), EventSpec.userLogins(), keys, notice -> {});
  }

  /** A store whose tables are up to date. */
  static PostgresEventStore prepared(TestDatabase database) {
    PostgresEventStore store = fresh(database);
    store.prepare();
    return store;
  }

  static DatabaseSettings settings(TestDatabase database) {
    return DatabaseSettings.from(database.url(), name -> null);
  }
}
