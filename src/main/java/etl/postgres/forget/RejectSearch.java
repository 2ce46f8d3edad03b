package etl.postgres.forget;

import etl.masking.KeysException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.RowStream;
import etl.postgres.rejects.RejectedMessages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds and removes rejected messages that contain certain values, as far as they can be read. */
final class RejectSearch {
  /** Bodies are up to a megabyte each. */
  private static final int FETCHED = 20;

  private static final String BODIES = "select message_id, body from rejected_messages";

  /**
   * The result.
   *
   * @param removed how many messages contained one of the values
   * @param masks the masks of the values that they contained
   * @param unreadable how many could not be read because the keys they are encrypted with are
   *     missing
   */
  record Outcome(long removed, Set<String> masks, long unreadable) {}

  private record Found(List<String> ids, Set<String> masks, long unreadable) {}

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
    Found found = find(masks, values);
    database.transaction(
        "cannot remove rejected messages",
        transaction -> {
          RejectedMessages.delete(transaction, found.ids());
          return null;
        });
    return new Outcome(found.ids().size(), found.masks(), found.unreadable());
  }

  /** How many messages {@link #remove} would remove. */
  long count(Set<String> masks, Set<String> values) {
    return find(masks, values).ids().size();
  }

  private Found find(Set<String> masks, Set<String> values) {
    List<String> found = new ArrayList<>();
    Set<String> foundMasks = new HashSet<>();
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
            BodyValues held = new BodyValues(new String(body, StandardCharsets.UTF_8));
            Set<String> holds = masksOf(held, masks, values);
            if (!holds.isEmpty()) {
              found.add(stored.id());
              foundMasks.addAll(holds);
            }
          } catch (KeysException e) {
            unreadable[0]++;
          }
        });
    return new Found(found, foundMasks, unreadable[0]);
  }

  private Set<String> masksOf(BodyValues body, Set<String> masks, Set<String> values) {
    return Stream.concat(values.stream().filter(body::contains), body.all().stream())
        .map(value -> protection.mask(value).masked())
        .filter(masks::contains)
        .collect(Collectors.toSet());
  }
}
