package etl.postgres.rejects;

import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import etl.masking.CurrentProtection;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.Stores;
import etl.postgres.rejects.RejectRetry.RetryCounts;
import etl.postgres.write.PostgresEventStore;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.file.SpecFile;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.time.Instant;
import java.util.List;

/** A database with messages that were rejected, by rules that are no longer today's. */
final class RejectsFixture implements AutoCloseable {
  static final EventSpec SPEC = SpecFile.builtIn();
  static final EventParser PARSER = new EventParser(SPEC, Protection.plain());
  static final Instant SENT = Instant.parse("2026-02-28T23:59:59.999Z");
  static final String BAD = "{\"user_id\":\"u-0\",\"ip\":\"192.0.2.9\"}";

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final PostgresEventStore store;

  RejectsFixture() {
    store = Stores.prepared(database);
  }

  TestDatabase database() {
    return database;
  }

  Database connect() {
    return Database.pooled(Stores.connector(database), 2);
  }

  static String login(int number) {
    return "{\"user_id\":\"u-%d\",\"ip\":\"192.0.2.%d\",\"device_id\":\"d-%<d\",\"locale\":\"é\"}"
        .formatted(number, number);
  }

  /** Stores a message as rejected, whatever stands in it. */
  WriteResult reject(String id, String body) {
    return write(
        new RejectedMessage(id, RejectedMessage.Kind.TOO_LONG, "by older rules", body, SENT));
  }

  /** Consumes a message by today's rules. */
  WriteResult consume(String id, String body) {
    return write(PARSER.parse(new QueueMessage(new Receipt(id, "", ""), body, SENT, 2)));
  }

  private WriteResult write(ParsedMessage message) {
    return store.write(WriteBatch.inOrder(List.of(message)));
  }

  /** Retries all from a connection of its own. */
  RetryCounts retryAll() {
    try (Database connected = connect()) {
      return retry(connected, SPEC, SPEC.name()).retryAll();
    }
  }

  RejectRetry retry(Database connected, EventSpec spec, String ofSpec) {
    return new RejectRetry(connected, spec, ofSpec, CurrentProtection.plain(), notice -> {});
  }

  List<String> rowIds() {
    return database.query("select message_id from user_logins order by message_id");
  }

  List<String> rejectIds() {
    return database.query("select message_id from rejected_messages order by message_id");
  }

  @Override
  public void close() {
    store.close();
  }
}
