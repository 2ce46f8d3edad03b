package etl.bench;

import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.DatabaseSettings;
import etl.postgres.Stores;
import etl.postgres.write.PostgresEventStore;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.file.SpecFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A program that only writes batches, by the store that the product has. */
final class StoreCeiling {
  private static final int BATCH = 1_000;

  private StoreCeiling() {}

  /**
   * Writes logins, made beforehand, and prints how many seconds that took.
   *
   * @param args the database's URL, and how many logins
   */
  public static void main(String[] args) {
    EventSpec spec = SpecFile.builtIn();
    List<WriteBatch> batches = batches(new EventParser(spec, Protection.plain()), args[1]);
    Database database =
        Database.pooled(Stores.connector(DatabaseSettings.from(args[0], name -> null)), 1);
    try (PostgresEventStore store =
        new PostgresEventStore(database, spec, CurrentProtection.plain(), notice -> {})) {
      store.prepareTables();
      long started = System.nanoTime();
      batches.forEach(store::write);
      System.out.println((System.nanoTime() - started) / 1e9);
    }
  }

  private static List<WriteBatch> batches(EventParser parser, String logins) {
    List<WriteBatch> batches = new ArrayList<>();
    List<ParsedMessage> batch = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(logins); i++) {
      Receipt receipt = new Receipt(BenchmarkLogins.id(i), "handle", "");
      Instant sent = Instant.ofEpochMilli(1_795_000_000_000L);
      batch.add(parser.parse(new QueueMessage(receipt, BenchmarkLogins.body(i), sent, 1)));
      if (batch.size() == BATCH) {
        batches.add(WriteBatch.sorted(batch));
        batch.clear();
      }
    }
    batches.add(WriteBatch.sorted(batch));
    return batches;
  }
}
