package etl.postgres.rejects;

import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.RowStream;
import etl.postgres.SqlArrays;
import etl.postgres.recover.RecoveredOriginal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Shows and removes the messages that could not become a row, in constant memory. */
public final class RejectedMessages {
  private static final int CHUNK = 1_000;

  private static final String LIST =
      """
      select message_id, rejected_at, sent_at, coalesce(kind, '') as kind, reason
      from rejected_messages
      order by rejected_at, message_id
      """;

  private static final String BODY =
      """
      select body from rejected_messages where message_id = :id
      """;

  // In the order of ids, as every statement that locks many of these rows does.
  private static final String LOCK_OLD =
      """
      select message_id from rejected_messages
      where message_id > :after and rejected_at < now() - cast(:age as interval)
      order by message_id limit :chunk
      for update
      """;

  private static final String LOCK_THESE =
      """
      select message_id from rejected_messages
      where message_id = any(:ids)
      order by message_id
      for update
      """;

  private static final String DELETE =
      """
      delete from rejected_messages where message_id = any(:ids)
      """;

  private final Database database;

  public RejectedMessages(Database database) {
    this.database = database;
  }

  /**
   * Reads all of them, oldest first, from one snapshot.
   *
   * @throws etl.event.StoreException if they cannot be read
   */
  public void forEach(Consumer<RejectedEntry> reader) {
    RowStream.forEach(
        database,
        "cannot read the rejected messages",
        CHUNK,
        handle -> handle.createQuery(LIST),
        RejectedMessages::entry,
        reader);
  }

  private static RejectedEntry entry(ResultSet row, StatementContext context) throws SQLException {
    return new RejectedEntry(
        row.getString("message_id"),
        RowStream.instant(row, "rejected_at"),
        RowStream.instant(row, "sent_at"),
        row.getString("kind"),
        row.getString("reason"));
  }

  /**
   * The exact bytes of a message; empty if it is not a rejected message.
   *
   * <p>Apart from {@link RecoveredOriginal#original()}, the only way personal data comes back out
   * of the database.
   *
   * @param protection the keys that it was stored with, or later ones
   * @throws etl.event.StoreException if they cannot be read
   * @throws etl.masking.KeysException if they were stored with keys that are missing
   */
  public Optional<byte[]> body(String id, Protection protection) {
    return database
        .call(
            "cannot read the rejected messages",
            handle -> handle.createQuery(BODY).bind("id", id).mapTo(byte[].class).findOne())
        .map(stored -> protection.openBody(id, stored));
  }

  /**
   * Removes for good those rejected longer ago than this.
   *
   * @return how many were removed
   * @throws etl.event.StoreException if that fails; some may be removed by then
   */
  public long purge(Duration age) {
    long purged = 0;
    List<String> ids = purge(age, "");
    while (!ids.isEmpty()) {
      purged += ids.size();
      ids = purge(age, ids.get(ids.size() - 1));
    }
    return purged;
  }

  private List<String> purge(Duration age, String after) {
    return database.transaction(
        "cannot remove rejected messages",
        transaction -> {
          List<String> ids =
              transaction
                  .createQuery(LOCK_OLD)
                  .bind("after", after)
                  .bind("age", age.toString())
                  .bind("chunk", CHUNK)
                  .mapTo(String.class)
                  .list();
          delete(transaction, ids);
          return ids;
        });
  }

  /**
   * Removes these for good, all or none.
   *
   * @return those of them that existed
   * @throws etl.event.StoreException if that fails
   */
  public List<String> purge(Set<String> ids) {
    return database.transaction(
        "cannot remove rejected messages",
        transaction -> {
          List<String> existing =
              transaction
                  .createQuery(LOCK_THESE)
                  .bind("ids", SqlArrays.of("text", ids.toArray()))
                  .mapTo(String.class)
                  .list();
          delete(transaction, existing);
          return existing;
        });
  }

  public static void delete(Handle transaction, List<String> ids) {
    transaction.createUpdate(DELETE).bind("ids", SqlArrays.of("text", ids.toArray())).execute();
  }
}
