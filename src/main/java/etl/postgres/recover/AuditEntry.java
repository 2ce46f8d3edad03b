package etl.postgres.recover;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.mapper.Nested;

/**
 * One audit entry: a lookup in the mapping, or a removal from it.
 *
 * @param askedAt when
 * @param action what was done: {@code recover}, {@code forget} or {@code retention}
 * @param databaseUser the database role that the program was logged in as
 * @param actor who ran the command
 * @param hashes the hashes asked for
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
  public AuditEntry {
    Objects.requireNonNull(askedAt, "askedAt");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(databaseUser, "databaseUser");
    Objects.requireNonNull(actor, "actor");
    hashes = List.copyOf(hashes);
    found = Set.copyOf(found);
    Objects.requireNonNull(removed, "removed");
  }
}
