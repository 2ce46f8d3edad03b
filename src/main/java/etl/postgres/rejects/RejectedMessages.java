package etl.postgres.rejects;

import etl.postgres.Database;
import etl.postgres.SqlArrays;
import etl.postgres.recover.RecoveredOriginal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * Shows and removes the messages that could not become a row, in constant memory. All of it throws
 * a {@link etl.event.StoreException} if the database fails.
 */
public final class RejectedMessages {
  /**
   * A rejected message without its body.
   *
   * @param kind the class of the reason, or the empty string if an older row does not have it
   * @param reason names the field and what is wrong with it, never the value
   * @param spec the name of the spec that it was rejected by, or the empty string for the built-in
   *     one
   */
  public record RejectedEntry(
      String id, Instant rejectedAt, Instant sentAt, String kind, String reason, String spec) {}

  private static final String READING = "cannot read the rejected messages";
  private static final int CHUNK = 1_000;

  private static final String LIST =
      StoredReject.older(
              """
              select message_id as id, rejected_at, sent_at, coalesce(kind, '') as kind, reason,
                coalesce(spec, '') as spec
              from rejected_messages
              """)
          + "order by rejected_at, id";

  private static final String ALL = StoredReject.SELECT.formatted("");

  private static final String FIND = StoredReject.SELECT.formatted("where message_id = :id");

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

  private static final String DELETE = "delete from rejected_messages where message_id = any(:ids)";

  private final Database database;

  public RejectedMessages(Database database) {
    this.database = database;
  }

  /** Reads all of them, oldest first, from one snapshot. */
  public void forEach(Consumer<RejectedEntry> reader) {
    database.forEach(
        READING,
        CHUNK,
        handle -> handle.createQuery(LIST),
        ConstructorMapper.of(RejectedEntry.class),
        reader);
  }

  /**
   * One of them with its contents; empty if there is none with that id.
   *
   * <p>Apart from {@link RecoveredOriginal#original()}, the only way personal data comes back out
   * of the database.
   */
  public Optional<StoredReject> find(String id) {
    return database.call(
        READING, handle -> handle.createQuery(FIND).bind("id", id).map(StoredReject::of).findOne());
  }

  /** Reads all with their contents, from one snapshot and in no order, so many at a time. */
  public void forEachStored(int fetched, Consumer<StoredReject> reader) {
    database.forEach(READING, fetched, handle -> handle.createQuery(ALL), StoredReject::of, reader);
  }

  /**
   * Removes for good those rejected longer ago than this.
   *
   * @return how many were removed
   * @throws etl.event.StoreException if that fails; some may be removed by then
   */
  public long purge(Duration age) {
    long purged = 0;
    String after = "";
    for (List<String> ids = purge(age, after); !ids.isEmpty(); ids = purge(age, after)) {
      purged += ids.size();
      after = ids.get(ids.size() - 1);
    }
    return purged;
  }

  private List<String> purge(Duration age, String after) {
    return purge(
        transaction ->
            transaction
                .createQuery(LOCK_OLD)
                .bind("after", after)
                .bind("age", age.toString())
                .bind("chunk", CHUNK));
  }

  /** Removes these for good, all or none, and returns those that existed. */
  public List<String> purge(Set<String> ids) {
    return purge(
        transaction -> transaction.createQuery(LOCK_THESE).bind("ids", SqlArrays.texts(ids)));
  }

  private List<String> purge(Function<Handle, Query> lock) {
    return database.transaction(
        "cannot remove rejected messages",
        transaction -> {
          List<String> ids = lock.apply(transaction).mapTo(String.class).list();
          delete(transaction, ids);
          return ids;
        });
  }

  public static void delete(Handle transaction, List<String> ids) {
    transaction.createUpdate(DELETE).bind("ids", SqlArrays.texts(ids)).execute();
  }
}
