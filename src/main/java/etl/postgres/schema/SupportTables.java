package etl.postgres.schema;

import etl.spec.EventSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All tables other than the event's: the mapping, the rejected messages, the recorded key
 * generations, the audit, the forgotten hashes and the removal counter. Their DDL is in numbered
 * files; the system catalogue shows which of them have been applied.
 */
public final class SupportTables {
  public static final String MAPPING = "map_desmask";
  public static final String REJECTED = "rejected_messages";
  public static final String GENERATIONS = "masking_generations";
  public static final String FORGOTTEN = "forgotten_hashes";
  static final String REMOVALS = "mapping_removals";
  public static final String AUDIT = "recover_audit";

  /** The column that an older mapping does not have. */
  public static final String FIELD = "field";

  private static final String HASH = "hash_val";
  private static final String ORIGINAL = "original_val";
  private static final String KIND = "kind";

  static final Set<String> MAPPING_COLUMNS = Set.of(HASH, ORIGINAL, FIELD, "first_seen");
  static final Set<String> REJECTED_COLUMNS =
      Set.of("message_id", "reason", "body", "sent_at", "rejected_at", KIND);

  private static final String AUDIT_FILE = "010_recover_audit.sql";

  private enum Need {
    MUST,
    SHOULD
  }

  private record Migration(String file, String lack, Need need, Predicate<TableShape> due) {
    String table() {
      return Stream.of(MAPPING, REJECTED, GENERATIONS, AUDIT, FORGOTTEN, REMOVALS)
          .filter(file::contains)
          .findFirst()
          .orElseThrow();
    }
  }

  private static final List<Migration> MIGRATIONS =
      List.of(
          new Migration(
              "001_map_desmask.sql", "the table is missing", Need.MUST, TableShape::absent),
          new Migration(
              "002_map_desmask_hash_val.sql",
              "column hash_val must become varchar(256)",
              Need.SHOULD,
              table -> table.hasShorterText(HASH, 256)),
          new Migration(
              "003_map_desmask_original_val.sql",
              "column original_val must become text",
              Need.SHOULD,
              table -> table.hasOtherType(ORIGINAL, "text")),
          new Migration(
              "004_map_desmask_origin.sql",
              "columns field and first_seen are missing",
              Need.SHOULD,
              table -> !table.columns().keySet().containsAll(MAPPING_COLUMNS)),
          new Migration(
              "005_map_desmask_key.sql",
              "column hash_val has no unique index",
              Need.MUST,
              table -> !table.uniqueKeys().contains(Set.of(HASH))),
          new Migration(
              "006_rejected_messages.sql", "the table is missing", Need.MUST, TableShape::absent),
          new Migration(
              "007_rejected_messages_kind.sql",
              "column kind is missing",
              Need.MUST,
              table -> !table.columns().containsKey(KIND)),
          // Not needed to write without keys.
          new Migration(
              "008_masking_generations.sql",
              "the table is missing",
              Need.SHOULD,
              TableShape::absent),
          // Not needed by consumers.
          new Migration(AUDIT_FILE, "the table is missing", Need.SHOULD, TableShape::absent),
          new Migration(
              "011_forgotten_hashes.sql", "the table is missing", Need.MUST, TableShape::absent),
          new Migration(
              "012_mapping_removals.sql", "the table is missing", Need.MUST, TableShape::absent));

  private SupportTables() {}

  /** The tables that a consumer fills: the event's, the mapping and the rejected messages. */
  public static List<String> all(EventSpec spec) {
    return List.of(spec.table(), MAPPING, REJECTED);
  }

  /** All tables of the schema. */
  public static List<String> known(EventSpec spec) {
    List<String> known = new ArrayList<>(all(spec));
    known.addAll(List.of(GENERATIONS, AUDIT, FORGOTTEN, REMOVALS));
    return known;
  }

  /** The changes from what exists to what is needed, in order. */
  static List<Change> changes(Catalogue found) {
    return MIGRATIONS.stream()
        .filter(migration -> migration.due().test(found.table(migration.table())))
        .map(migration -> change(migration, found.table(migration.table())))
        .toList();
  }

  private static Change change(Migration migration, TableShape table) {
    boolean heavy = migration.file().contains("_key") && !table.absent();
    return new Change(
        migration.table(),
        migration.lack(),
        read(migration.file()),
        migration.need() == Need.MUST,
        heavy);
  }

  /** Creates the audit alone. */
  public static String createAudit() {
    return read(AUDIT_FILE);
  }

  private static String read(String file) {
    try (InputStream in = SupportTables.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
