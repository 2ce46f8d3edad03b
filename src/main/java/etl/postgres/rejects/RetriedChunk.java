package etl.postgres.rejects;

import etl.event.Fault;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import etl.event.RejectedMessage.Kind;
import etl.event.StoreException;
import etl.masking.Opener;
import etl.masking.Protection;
import etl.masking.Sealer;
import etl.postgres.SqlArrays;
import etl.postgres.StoreFaults;
import etl.postgres.generation.SealedKeys;
import etl.postgres.rejects.RejectRetry.RetryCounts;
import etl.postgres.write.BatchStatements;
import etl.postgres.write.BatchStatements.KnownBy;
import etl.postgres.write.BatchStatements.Reason;
import etl.postgres.write.EventMappings;
import etl.spec.EventParser;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Rejected messages that are retried in one transaction. */
final class RetriedChunk {
  // In the order of ids, so that concurrent retries cannot deadlock.
  private static final String LOCK =
      StoredReject.SELECT.formatted(
          """
          where message_id = any(:ids)
          order by message_id
          for update
          """);

  // Nobody can store a reject between this and the commit. Otherwise a consumer with older rules
  // that is about to store one of these messages as rejected would wait for the delete and then
  // store it.
  private static final String LOCK_TABLE =
      "lock table rejected_messages in share row exclusive mode";

  private static final String PART = "part";

  // Rows can be far larger than their body, where it is compressed or has many elements.
  private static final long MOST_BYTES = 4L << 20;

  private final EventParser parser;
  private final EventMappings mappings;
  private final BatchStatements statements;
  private final Sealer sealer;
  private final Opener opener;

  // Not stored yet.
  private final List<MaskedEvent> events = new ArrayList<>();
  private long bytes;

  private final List<Reason> kept = new ArrayList<>();
  private final List<MaskedEvent> stored = new ArrayList<>();
  private final List<String> discarded = new ArrayList<>();
  private int rows;

  RetriedChunk(
      EventParser parser,
      EventMappings mappings,
      BatchStatements statements,
      Protection protection,
      Handle transaction) {
    this.parser = parser;
    this.mappings = mappings;
    this.statements = statements;
    this.sealer = protection.sealer();
    this.opener = protection.opener(SealedKeys.of(transaction));
  }

  /** Retries those of these messages that are still rejected; call it once. */
  void retry(Handle transaction, List<String> asked) throws SQLException {
    // A failure at the commit could not be attributed to one message.
    transaction.execute("set constraints all immediate");
    transaction
        .createQuery(LOCK)
        .bind("ids", SqlArrays.texts(asked))
        .map(StoredReject::of)
        .forEach(reject -> sort(transaction, parse(reject)));
    storeGathered(transaction);
    SealedKeys.insert(transaction, sealer.keys());
    if (!stored.isEmpty() || !kept.isEmpty() || !discarded.isEmpty()) {
      transaction.execute("set local lock_timeout = '10s'");
      transaction.execute(LOCK_TABLE);
      statements.updateReasons(transaction, kept);
      RejectedMessages.delete(transaction, stored.stream().map(MaskedEvent::messageId).toList());
      RejectedMessages.delete(transaction, discarded);
    }
  }

  private ParsedMessage parse(StoredReject reject) {
    String id = reject.id();
    try {
      ByteBuffer bytes = ByteBuffer.wrap(reject.body(opener));
      String body = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      Receipt receipt = new Receipt(id, "", "");
      return parser.parse(
          new QueueMessage(receipt, body, reject.sentAt(), 1, reject.attributes(opener)));
    } catch (CharacterCodingException e) {
      return new RejectedMessage(id, Kind.NOT_JSON, "not UTF-8 text", "", reject.sentAt());
    }
  }

  private void sort(Handle transaction, ParsedMessage message) {
    if (message instanceof MaskedEvent event) {
      events.add(event);
      bytes += event.bytes();
      if (bytes > MOST_BYTES) {
        storeGathered(transaction);
      }
    } else if (message instanceof RejectedMessage reject) {
      // What the spec would leave on the queue has no queue to stay on any more.
      kept.add(new Reason(reject.messageId(), reject.kind(), reject.reason()));
    } else {
      discarded.add(message.messageId());
    }
  }

  private void storeGathered(Handle transaction) {
    store(transaction, List.copyOf(events));
    events.clear();
    bytes = 0;
  }

  /** Stores the events; those that the database refuses for their data stay rejected. */
  private void store(Handle transaction, List<MaskedEvent> part) {
    if (part.isEmpty()) {
      return;
    }
    transaction.savepoint(PART);
    try {
      int added = statements.insertEvents(transaction, part, KnownBy.KEY);
      statements.insertMappings(transaction, mappings.of(part, mask -> true, sealer));
      transaction.releaseSavepoint(PART);
      rows += added;
      for (MaskedEvent event : part) {
        stored.add(new MaskedEvent(event.messageId(), event.sentAt(), event.kind(), List.of()));
      }
    } catch (RuntimeException e) {
      StoreException why = StoreFaults.translate("cannot store", "", e);
      if (why.fault() != Fault.DATA) {
        throw e;
      }
      transaction.rollbackToSavepoint(PART);
      split(transaction, part, why);
    }
  }

  private void split(Handle transaction, List<MaskedEvent> part, StoreException why) {
    if (part.size() == 1) {
      String id = part.get(0).messageId();
      String reason = RejectedMessage.refusal(why);
      kept.add(new Reason(id, Kind.REFUSED_BY_DATABASE, reason));
    } else {
      int middle = part.size() / 2;
      store(transaction, part.subList(0, middle));
      store(transaction, part.subList(middle, part.size()));
    }
  }

  RetryCounts counts() {
    return new RetryCounts(rows, stored.size() - rows, kept.size(), discarded.size());
  }

  /** Those that are stored now, without their rows, which may be large. */
  List<MaskedEvent> storedEvents() {
    return stored;
  }

  /** Why each of those that are still rejected is so, by their ids. */
  Map<String, String> reasons() {
    return kept.stream().collect(Collectors.toMap(Reason::id, Reason::reason));
  }

  List<String> ids() {
    return Stream.of(
            stored.stream().map(MaskedEvent::messageId),
            kept.stream().map(Reason::id),
            discarded.stream())
        .flatMap(Function.identity())
        .toList();
  }
}
