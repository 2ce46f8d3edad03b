package etl.postgres.generation;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.StoreException;
import etl.masking.CurrentProtection;
import etl.masking.Generation;
import etl.masking.KeysException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.Timeline;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.SupportTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * Makes sure that everything is written with the newest key generation that is recorded in the
 * database. Each writing transaction checks the generation under a shared lock; a new generation is
 * recorded under the same lock in exclusive mode. So once a generation is recorded, nothing older
 * is committed any more, by any process.
 */
public final class GenerationFence {
  /** What to do in one transaction; the result is never null. */
  @FunctionalInterface
  public interface KeyedWork<T> {
    T write(Handle transaction, Protection newest) throws SQLException;
  }

  private static final int MOST_TRIES = 5;

  /** The class of states in which the server has undone a transaction for the sake of another. */
  private static final String ROLLED_BACK = "40";

  // A statement of its own, so that it sees what was committed before the lock was granted.
  private static final String LOOK =
      """
      ; select terms.*, newest.*
      from (
        select max(removals) as removals, %s as timeline,
          current_setting('synchronous_standby_names') <> ''
            and current_setting('synchronous_commit') not in ('off', 'local') as replicated
        from mapping_removals) as terms
        left join (%s) as newest on true
      """;

  private final Database database;
  private final CurrentProtection keys;
  private final Timeline timeline;
  private volatile boolean hasTable;
  // Of these terms, the keys and the timeline are looked up anew.
  private volatile WriteTerms seen =
      new WriteTerms(null, OptionalLong.of(0), Timeline.UNKNOWN, false);

  public GenerationFence(Database database, CurrentProtection keys) {
    this.database = database;
    this.keys = keys;
    this.timeline = new Timeline(database);
  }

  /**
   * Reads the generations recorded in the database, and records the given keys' if they are newer.
   *
   * @param found the tables' current state
   * @throws StoreException CONFIGURATION if the given keys, even after a reload, are older or
   *     different, or seal and there is no table for it; DENIED if the role may not record newer
   *     ones
   */
  public void recordNewest(Catalogue found) {
    // The tables are not made without the right to do so, and only those with keys need them.
    if (keys.current().seals() && found.table(SupportTables.SEALED_KEYS).absent()) {
      String table =
          SupportTables.SEALED_KEYS + " is missing, which keys with a recovery file need";
      throw missing(Fault.CONFIGURATION, table, Remedy.TABLES);
    }
    hasTable = !found.table(SupportTables.GENERATIONS).absent();
    if (!hasTable && keys.current().generation() > 0) {
      throw missing(Fault.DENIED, SupportTables.GENERATIONS + " is missing", Remedy.RIGHTS);
    }
    timeline.find();
    agree();
  }

  private StoreException missing(Fault fault, String table, Remedy remedy) {
    String message = cannotWrite("table " + table + ": ask the owner to run etl migrate");
    return new StoreException(fault, "", message, remedy, null);
  }

  private String cannotWrite(String why) {
    return "cannot write to the database at " + database.target() + ": " + why;
  }

  /**
   * Asks by a new connection for the timeline that is the valid one now.
   *
   * @return as {@link WriteTerms#timeline()}; empty where the server does not tell
   */
  public String timeline() {
    return timeline.now();
  }

  /** What to write by, as it was seen last. */
  public WriteTerms terms() {
    WriteTerms last = seen;
    return new WriteTerms(keys.current(), last.removals(), timeline.latest(), last.replicated());
  }

  /**
   * Writes in one transaction if the terms still hold.
   *
   * @param work only done if they do
   * @return what the work returned; empty if the terms are out of date, and there are newer {@link
   *     #terms}: nothing was written
   * @throws StoreException as {@link #recordNewest} does, or if the work fails
   */
  public <T> Optional<T> write(
      String action, WriteTerms terms, HandleCallback<T, SQLException> work) {
    return write(
        action,
        RecordedGenerations.HOLD,
        terms,
        (transaction, newest) -> work.withHandle(transaction));
  }

  /**
   * Writes in one transaction, with the database's newest keys. Tries again after a deadlock or
   * serialization failure, which has changed nothing.
   *
   * @throws StoreException as {@link #recordNewest} does, or if the work fails
   */
  public <T> T write(String action, KeyedWork<T> work) {
    return write(action, RecordedGenerations.HOLD, work);
  }

  /** The same under the exclusive lock, so that nobody else writes meanwhile. */
  public <T> T writeAlone(String action, KeyedWork<T> work) {
    return write(action, RecordedGenerations.ALONE, work);
  }

  private <T> T write(String action, String lock, KeyedWork<T> work) {
    Optional<T> written = Optional.empty();
    for (int failures = 0; written.isEmpty(); ) {
      try {
        written = write(action, lock, terms(), work);
      } catch (StoreException e) {
        if (!e.sqlState().startsWith(ROLLED_BACK) || ++failures == MOST_TRIES) {
          throw e;
        }
      }
    }
    return written.get();
  }

  /** What a transaction found, which the lock keeps true to its end, and what it has written. */
  private record Attempt<T>(WriteTerms found, Optional<T> written) {}

  private <T> Optional<T> write(String action, String lock, WriteTerms terms, KeyedWork<T> work) {
    Attempt<T> attempt =
        database.call(
            action,
            handle ->
                handle.inTransaction(
                    transaction -> {
                      WriteTerms found = look(transaction, lock, terms.protection());
                      return new Attempt<>(
                          found,
                          found.equals(terms)
                              ? Optional.of(work.write(transaction, terms.protection()))
                              : Optional.empty());
                    }));
    if (attempt.written().isEmpty()) {
      seen = attempt.found();
      timeline.seen(seen.timeline());
      if (attempt.found().protection() == null) {
        agree();
      }
    }
    return attempt.written();
  }

  /** Locks, and reads what would be written by: without the keys if they are not the newest. */
  private WriteTerms look(Handle transaction, String lock, Protection protection)
      throws SQLException {
    boolean look = hasTable;
    Connection connection = transaction.getConnection();
    String sql =
        RecordedGenerations.opening(connection, lock)
            + LOOK.formatted(
                timeline.sql(),
                look ? RecordedGenerations.NEWEST_FIRST + " limit 1" : RecordedGenerations.TABLE);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
      statement.getMoreResults();
      statement.getMoreResults();
      statement.getMoreResults();
      ResultSet row = statement.getResultSet();
      row.next();
      boolean newest = protection.generation() == 0;
      if (row.getObject("generation") != null) {
        hasTable = true;
        newest = look && isNewest(RecordedGenerations.generation(row), protection);
      }
      Long removed = row.getObject("removals", Long.class);
      String told = row.getString("timeline");
      return new WriteTerms(
          newest ? protection : null,
          removed == null ? OptionalLong.empty() : OptionalLong.of(removed),
          told == null ? Timeline.UNKNOWN : told,
          row.getBoolean("replicated"));
    }
  }

  private static boolean isNewest(Generation recorded, Protection protection) {
    return recorded.number() == protection.generation()
        && RecordedGenerations.mismatch(protection, List.of(recorded)).isEmpty();
  }

  /**
   * Checks whether a consumer with these keys may write, without recording anything.
   *
   * @return the database's newest generation, 0 if it has none
   * @throws StoreException CONFIGURATION as {@link #recordNewest} does
   */
  public int check() {
    List<Generation> recorded = recorded();
    require(keys.current(), recorded);
    return recorded.isEmpty() ? 0 : recorded.get(0).number();
  }

  private void agree() {
    List<Generation> recorded = recorded();
    Protection protection = keys.current();
    if (RecordedGenerations.mismatch(protection, recorded).isPresent()) {
      protection = reload(protection);
      require(protection, recorded);
    }
    int newest = protection.generation();
    if (newest > 0 && (recorded.isEmpty() || recorded.get(0).number() < newest)) {
      RecordedGenerations.record(database, protection);
      // Another process may have recorded different keys at the same time.
      require(protection, recorded());
    }
  }

  private List<Generation> recorded() {
    return database.callFresh(
        RecordedGenerations.READING,
        handle -> RecordedGenerations.newestFirst(handle.getConnection()));
  }

  private Protection reload(Protection tooOld) {
    try {
      return keys.reload(tooOld);
    } catch (KeysException e) {
      throw unusable(e.getMessage(), e);
    }
  }

  /** A file that was made anew has other keys, however many generations it has. */
  private void require(Protection protection, List<Generation> recorded) {
    RecordedGenerations.mismatch(protection, recorded)
        .ifPresent(
            why -> {
              throw unusable(cannotWrite(why.getMessage()), why);
            });
  }

  private static StoreException unusable(String message, KeysException why) {
    return new StoreException(Fault.CONFIGURATION, "", message, why.remedy().orElse(null), why);
  }
}
