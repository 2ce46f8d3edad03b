package etl.postgres.examine;

import etl.event.MaskedEvent;
import etl.event.MaskedRow;
import etl.masking.Protection;
import etl.masking.Pseudonym;
import etl.postgres.Database;
import etl.postgres.TransactionSettings;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.SupportTables;
import etl.postgres.write.BatchStatements;
import etl.postgres.write.BatchStatements.KnownBy;
import etl.postgres.write.EventMappings;
import etl.spec.Column;
import etl.spec.ColumnType;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import etl.spec.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Measures how long the database takes for one batch of made-up events, as many of each kind: their
 * rows and mappings are written into the real tables and rolled back.
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

  /** Measures it, without the commit, for so many messages. */
  Duration measure(int size) {
    return database.callFresh(
        "cannot measure a batch",
        handle -> {
          Catalogue found = Catalogue.read(handle, SupportTables.known(spec.tables()));
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
    statements.insertEvents(handle, events, KnownBy.REJECT);
    statements.insertMappings(handle, mappings.of(events, mask -> true, protection.sealer()));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** As many of each kind that is stored. */
  private List<MaskedEvent> events(int size) {
    int[] kinds =
        IntStream.range(0, spec.events().size())
            .filter(kind -> !spec.events().get(kind).discards())
            .toArray();
    List<MaskedEvent> events = new ArrayList<>(size);
    for (int i = 0; i < size && kinds.length > 0; i++) {
      int kind = kinds[i % kinds.length];
      String id = "doctor-" + UUID.randomUUID();
      MaskedRow row = row(spec.events().get(kind), id);
      events.add(new MaskedEvent(id, Instant.EPOCH, kind, List.of(row)));
    }
    return events;
  }

  private MaskedRow row(EventKind kind, String id) {
    List<String> values = new ArrayList<>();
    List<Pseudonym> pseudonyms = new ArrayList<>();
    for (Column column : kind.columns()) {
      Pseudonym pseudonym = column.masked() ? protection.mask(column.name() + id) : null;
      String made = column.is(Source.Kind.MESSAGE_ID) ? id : madeUp(column.type().base());
      values.add(pseudonym == null ? made : pseudonym.masked());
      if (pseudonym != null) {
        pseudonyms.add(pseudonym);
      }
    }
    return new MaskedRow(values, pseudonyms);
  }

  private static String madeUp(ColumnType.Base type) {
    return switch (type) {
      case VARCHAR, TEXT -> "x";
      case INTEGER, BIGINT, NUMERIC, DOUBLE, JSONB -> "0";
      case BOOLEAN -> "true";
      case DATE, TIMESTAMPTZ -> "1970-01-01";
      case UUID -> "00000000-0000-0000-0000-000000000000";
      case INET, CIDR -> "0.0.0.0";
      case TEXT_ARRAY -> "{}";
    };
  }
}
