package etl.postgres.forget;

import etl.masking.KeysException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.RowStream;
import etl.postgres.rejects.RejectedMessages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds and removes rejected messages that contain certain values, as far as they can be read. */
final class RejectSearch {
  /** Bodies are up to a megabyte each. */
  private static final int FETCHED = 20;

  private static final String BODIES = "select message_id, body from rejected_messages";

  /**
   * The result.
   *
   * @param removed how many messages contained one of the values
   * @param unreadable how many could not be read because the keys they are encrypted with are
   *     missing
   */
  record Outcome(long removed, long unreadable) {}

  private record Stored(String id, byte[] body) {}

  private final Database database;
  private final Protection protection;

  RejectSearch(Database database, Protection protection) {
    this.database = database;
    this.protection = protection;
  }

  /**
   * Removes the messages with a value that has one of these masks, or that contain one of these
   * values anywhere.
   *
   * @param masks masks of the newest generation
   * @param values the values, if known; found inside longer text too
   */
  Outcome remove(Set<String> masks, Set<String> values) {
    List<String> found = new ArrayList<>();
    long[] unreadable = {0};
    RowStream.forEach(
        database,
        "cannot read the rejected messages",
        FETCHED,
        handle -> handle.createQuery(BODIES),
        (row, context) -> new Stored(row.getString("message_id"), row.getBytes("body")),
        stored -> {
          try {
            byte[] body = protection.openBody(stored.id(), stored.body());
            if (holds(new BodyValues(new String(body, StandardCharsets.UTF_8)), masks, values)) {
              found.add(stored.id());
            }
          } catch (KeysException e) {
            unreadable[0]++;
          }
        });
    database.call(
        "cannot remove rejected messages",
        handle -> {
          handle.useTransaction(transaction -> RejectedMessages.delete(transaction, found));
          return null;
        });
    return new Outcome(found.size(), unreadable[0]);
  }

  private boolean holds(BodyValues body, Set<String> masks, Set<String> values) {
    return values.stream().anyMatch(body::contains)
        || body.all().stream().anyMatch(value -> masks.contains(protection.mask(value).masked()));
  }
}
