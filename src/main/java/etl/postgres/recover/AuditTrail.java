package etl.postgres.recover;

import etl.postgres.Database;
import java.time.Duration;
import java.util.function.Consumer;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Reads the audit, in constant memory. */
public final class AuditTrail {
  private static final int FETCHED = 100;

  private static final String READ =
      """
      select asked_at, action, database_user, os_user, host, coalesce(reason, '') as reason,
        hashes, found, removed
      from recover_audit
      where asked_at >= now() - cast(:since as interval)
      order by asked_at, entry
      """;

  private AuditTrail() {}

  /**
   * Reads the entries of the last {@code since}, oldest first.
   *
   * @throws etl.event.StoreException if it cannot be read
   */
  public static void forEach(Database database, Duration since, Consumer<AuditEntry> reader) {
    database.forEach(
        "cannot read the audit",
        FETCHED,
        handle -> handle.createQuery(READ).bind("since", since.toString()),
        ConstructorMapper.of(AuditEntry.class),
        reader);
  }
}
