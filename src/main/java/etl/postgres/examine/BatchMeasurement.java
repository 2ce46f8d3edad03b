package etl.postgres.examine;

import etl.event.MaskedEvent;
import etl.masking.Protection;
import etl.masking.Pseudonym;
import etl.postgres.Database;
import etl.postgres.TransactionSettings;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.SupportTables;
import etl.postgres.write.BatchStatements;
import etl.postgres.write.EventMappings;
import etl.spec.Column;
import etl.spec.ColumnType;
import etl.spec.EventSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Measures how long the database takes for one batch of made-up events: their rows and mappings are
 * written into the real tables and rolled back.
 */
final class BatchMeasurement {
  // A check should wait neither for a migration nor for a database that is stuck.
  private static final String LIMITS =
      """
      set local lock_timeout = '5s'; set local statement_timeout = '30s';
      select set_config(name, '0', true) from pg_settings where name = 'transaction_timeout'
      """;

  private final Database database;
  private final EventSpec spec;
  private final EventMappings mappings;
  private final Protection protection = Protection.plain();

  BatchMeasurement(Database database, EventSpec spec) {
    this.database = database;
    this.spec = spec;
    this.mappings = new EventMappings(spec);
  }

  /**
   * Measures it, without the commit.
   *
   * @param size of the batch, in messages
   * @throws etl.event.StoreException if the tables are missing or cannot be written to
   */
  Duration measure(int size) {
    return database.callFresh(
        "cannot measure a batch",
        handle -> {
          Catalogue found = Catalogue.read(handle, SupportTables.known(spec));
          BatchStatements statements = new BatchStatements(spec, found);
          handle.begin();
          try {
            handle.execute(LIMITS + "; " + TransactionSettings.sql(handle.getConnection()));
            // The first write also pays for one-time work: plans, caches, class loading.
            write(handle, statements, events(size));
            return write(handle, statements, events(size));
          } finally {
            handle.rollback();
          }
        });
  }

  private Duration write(Handle handle, BatchStatements statements, List<MaskedEvent> events) {
    long start = System.nanoTime();
    statements.insertEvents(handle, events);
    statements.insertMappings(handle, mappings.of(events, mask -> true, protection));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private List<MaskedEvent> events(int size) {
    List<MaskedEvent> events = new ArrayList<>(size);
    Instant now = Instant.EPOCH;
    for (int i = 0; i < size; i++) {
      String id = "doctor-" + UUID.randomUUID();
      List<String> values = new ArrayList<>();
      List<Pseudonym> pseudonyms = new ArrayList<>();
      for (Column column : spec.columns()) {
        Pseudonym pseudonym = column.masked() ? protection.mask(column.name() + id) : null;
        values.add(pseudonym == null ? value(column, id, now) : pseudonym.masked());
        if (pseudonym != null) {
          pseudonyms.add(pseudonym);
        }
      }
      events.add(new MaskedEvent(id, now, values, pseudonyms));
    }
    return events;
  }

  private static String value(Column column, String id, Instant sentAt) {
    return switch (column.source()) {
      case MESSAGE_ID -> id;
      case SENT_DATE -> LocalDate.ofInstant(sentAt, ZoneOffset.UTC).toString();
      case EVENT -> madeUp(column.type());
    };
  }

  private static String madeUp(ColumnType type) {
    return switch (type) {
      case VARCHAR, TEXT -> "x";
      case BIGINT, NUMERIC -> "0";
      case BOOLEAN -> "true";
      case DATE -> throw new IllegalArgumentException("no event has a date");
    };
  }
}
