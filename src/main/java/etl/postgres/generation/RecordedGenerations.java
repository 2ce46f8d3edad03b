package etl.postgres.generation;

import etl.masking.Generation;
import etl.masking.KeysException;
import etl.masking.Protection;
import etl.postgres.AdvisoryLock;
import etl.postgres.Database;
import etl.postgres.SqlArrays;
import etl.postgres.TransactionSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;

/** The key generations that are recorded in the database. */
public final class RecordedGenerations {
  /** The action, for error messages. */
  public static final String READING = "cannot read the key generations";

  /** Must come first, so that statements after the lock see what was committed before it. */
  private static final String SEE_LATEST = "set transaction isolation level read committed; ";

  /** Keeps the newest generation from changing until the transaction ends; shared. */
  public static final String HOLD =
      "select pg_advisory_xact_lock_shared(" + AdvisoryLock.WRITING + ")";

  /** The generations, the newest first. */
  static final String NEWEST_FIRST =
      """
      select generation, recorded_at, masking_key, encryption_key
      from masking_generations order by generation desc
      """;

  /** Returns one row if the table exists. */
  static final String TABLE =
      "select 1 as generation where to_regclass('masking_generations') is not null";

  /** Waits until no transaction holds the lock, and makes all others wait; exclusive. */
  static final String ALONE =
      "select pg_advisory_xact_lock("
          + AdvisoryLock.WRITING
          + ") from set_config('lock_timeout', '20s', true)";

  private static final String RECORD =
      """
      insert into masking_generations (generation, masking_key, encryption_key)
      select * from unnest(:generations, :masking, :encryption)
      on conflict (generation) do nothing
      """;

  private RecordedGenerations() {}

  /** Reads them, the newest first; none if the table is missing. */
  public static List<Generation> newestFirst(Connection connection) throws SQLException {
    List<Generation> found = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (statement.executeQuery(TABLE).next()) {
        ResultSet row = statement.executeQuery(NEWEST_FIRST);
        while (row.next()) {
          found.add(generation(row));
        }
      }
    }
    return found;
  }

  /**
   * What is wrong with keys, by those that are recorded; empty if nothing. Whether they are the
   * same is looked at first: keys that were made anew are not old ones, however many generations
   * they have.
   *
   * @param recorded the newest first
   * @return that the keys are different ones, or lack a generation
   */
  public static Optional<KeysException> mismatch(Protection keys, List<Generation> recorded) {
    List<Generation> own = keys.generations();
    int newest = recorded.isEmpty() ? 0 : recorded.get(0).number();
    return recorded.stream()
        .filter(g -> g.number() <= own.size() && !own.get(g.number() - 1).hasKeysOf(g))
        .map(Generation::number)
        .min(Comparator.naturalOrder())
        .map(KeysException::different)
        .or(
            () ->
                newest > own.size()
                    ? Optional.of(KeysException.missing(newest, own.size()))
                    : Optional.empty());
  }

  static Generation generation(ResultSet row) throws SQLException {
    return new Generation(
        row.getInt("generation"),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
        row.getLong("masking_key"),
        row.getLong("encryption_key"));
  }

  /** Adds those that are missing, once no transaction holds the lock. */
  static void record(Database database, Protection protection) {
    List<Generation> generations = protection.generations();
    database.call(
        "cannot record key generation " + generations.size(),
        handle ->
            handle.inTransaction(
                transaction -> {
                  Connection connection = transaction.getConnection();
                  try (Statement lock = connection.createStatement()) {
                    lock.execute(opening(connection, ALONE));
                  }
                  transaction
                      .createUpdate(RECORD)
                      .bind("generations", numbers(generations, g -> (long) g.number()))
                      .bind("masking", numbers(generations, Generation::maskingKey))
                      .bind("encryption", numbers(generations, Generation::encryptionKey))
                      .execute();
                  ForgottenHashes.rekey(transaction, protection);
                  return null;
                }));
  }

  /**
   * The statements that a transaction begins with, its {@link TransactionSettings} among them:
   * three, of which the second and the third have a result.
   */
  static String opening(Connection connection, String lock) throws SQLException {
    return SEE_LATEST + TransactionSettings.brief(connection) + "; " + lock;
  }

  private static Argument numbers(List<Generation> generations, Function<Generation, Long> number) {
    return SqlArrays.of("bigint", generations.stream().map(number).toArray());
  }
}
