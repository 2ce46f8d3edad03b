package etl.postgres.recover;

import etl.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * One audit entry: a lookup in the mapping, or a removal from it.
 *
 * @param action what was done: {@code recover}, {@code forget} or {@code retention}
 * @param databaseUser the database role that the program was logged in as
 * @param found those of them that had a mapping
 * @param removed how many mappings were removed; absent for a lookup
 */
public record AuditEntry(
    Instant askedAt,
    String action,
    String databaseUser,
    @Nested Actor actor,
    List<String> hashes,
    Set<String> found,
    OptionalLong removed) {
  private static final int FETCHED = 100;

  private static final String READ =
      """
      select asked_at, action, database_user, os_user, host, coalesce(reason, '') as reason,
        hashes, found, removed
      from recover_audit
      where asked_at >= now() - cast(:since as interval)
      order by asked_at, entry
      """;

  public AuditEntry {
    hashes = List.copyOf(hashes);
    found = Set.copyOf(found);
  }

  /** Reads the entries of the last {@code since}, oldest first, in constant memory. */
  public static void forEach(Database database, Duration since, Consumer<AuditEntry> reader) {
    database.forEach(
        "cannot read the audit",
        FETCHED,
        handle -> handle.createQuery(READ).bind("since", since.toString()),
        ConstructorMapper.of(AuditEntry.class),
        reader);
  }
}
