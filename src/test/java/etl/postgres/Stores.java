package etl.postgres;

import etl.masking.CurrentProtection;
import etl.postgres.write.PostgresEventStore;
import etl.spec.EventSpec;
import etl.spec.file.SpecFile;
import etl.testing.TestDatabase;

/** Stores of login events in the tests' databases. */
public final class Stores {
  private Stores() {}

  /** A store that nobody has prepared. */
  public static PostgresEventStore fresh(TestDatabase database) {
    return keyed(database, CurrentProtection.plain());
  }

  /** A store with keys that nobody has prepared. */
  public static PostgresEventStore keyed(TestDatabase database, CurrentProtection keys) {
    return of(database, SpecFile.builtIn(), keys);
  }

  /** A store of other events that nobody has prepared. */
  public static PostgresEventStore of(
      TestDatabase database, EventSpec spec, CurrentProtection keys) {
    return new PostgresEventStore(
        Database.pooled(connector(database), 2), spec, keys, notice -> {});
  }

  /** A store whose tables are up to date. */
  public static PostgresEventStore prepared(TestDatabase database) {
    PostgresEventStore store = fresh(database);
    store.prepareTables();
    return store;
  }

  /** What connects to it by settings that are not read anew. */
  public static Connector connector(TestDatabase database) {
    return connector(settings(database));
  }

  /** The same for other settings. */
  public static Connector connector(DatabaseSettings settings) {
    return new Connector(settings, () -> settings);
  }

  public static DatabaseSettings settings(TestDatabase database) {
    return DatabaseSettings.from(database.url(), name -> null);
  }
}
