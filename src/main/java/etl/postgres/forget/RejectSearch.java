package etl.postgres.forget;

import etl.masking.KeysException;
import etl.masking.Opener;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.generation.SealedKeys;
import etl.postgres.rejects.RejectedMessages;
import etl.postgres.rejects.StoredReject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds and removes rejected messages that contain certain values in their bodies or attributes, as
 * far as they can be read.
 */
final class RejectSearch {
  /** Bodies are up to a megabyte each. */
  private static final int FETCHED = 20;

  /**
   * The messages that contain one of the values, the masks of these values, and how many messages
   * could not be read because the keys that they are encrypted with are missing.
   */
  record Found(List<String> ids, Set<String> masks, long unreadable) {}

  private final Database database;
  private final RejectedMessages messages;
  private final Protection protection;
  private final Opener opener;

  RejectSearch(Database database, Protection protection) {
    this.database = database;
    this.messages = new RejectedMessages(database);
    this.protection = protection;
    this.opener = protection.opener(SealedKeys.of(database));
  }

  /** Removes the messages with one of these values in whatever spelling. */
  Found remove(Subjects subjects) {
    Found found = find(subjects);
    database.transaction(
        "cannot remove rejected messages",
        transaction -> {
          RejectedMessages.delete(transaction, found.ids());
          return null;
        });
    return found;
  }

  /** What {@link #remove} would remove. */
  Found find(Subjects subjects) {
    Set<String> newest = Forgetting.newest(subjects.hashes(), protection);
    List<String> found = new ArrayList<>();
    Set<String> foundMasks = new HashSet<>();
    long[] unreadable = {0};
    messages.forEachStored(
        FETCHED,
        stored -> {
          try {
            Set<String> holds = masksIn(stored, subjects, newest);
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

  private Set<String> masksIn(StoredReject reject, Subjects subjects, Set<String> newest) {
    String body = new String(reject.body(opener), StandardCharsets.UTF_8);
    Set<String> masks = subjects.masksIn(body, protection, newest);
    for (String attribute : reject.attributes(opener).values()) {
      masks.addAll(subjects.masksIn(attribute, protection, newest));
      // Quoted, as it may be a value as a whole.
      String quoted = attribute.replace("\\", "\\\\").replace("\"", "\\\"");
      masks.addAll(subjects.masksIn('"' + quoted + '"', protection, newest));
    }
    return masks;
  }
}
