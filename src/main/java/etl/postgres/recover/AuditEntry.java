package etl.postgres.recover;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the audit tells of one look at the mapping or one change of it.
 *
 * @param askedAt when
 * @param action what was done: {@code recover}, {@code forget} or {@code retention}
 * @param databaseUser as whom the program had logged in to the database
 * @param actor who had it done
 * @param hashes the hashes asked for
 * @param found those of them that had a mapping
 * @param removed how many mappings were removed; absent where nothing was to be
 */
public record AuditEntry(
    Instant askedAt,
    String action,
    String databaseUser,
    Actor actor,
    List<String> hashes,
    Set<String> found,
    OptionalLong removed) {
  public AuditEntry {
    Objects.requireNonNull(askedAt, "askedAt");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(databaseUser, "databaseUser");
    Objects.requireNonNull(actor, "asker");
    hashes = List.copyOf(hashes);
    found = Set.copyOf(found);
    Objects.requireNonNull(removed, "removed");
  }
}
