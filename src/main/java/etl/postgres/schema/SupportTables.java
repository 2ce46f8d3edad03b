package etl.postgres.schema;

import etl.spec.TableSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All tables other than the event's: the mapping, the rejected messages, the recorded key
 * generations, the audit, the forgotten hashes, the removal counter, the masked columns and the
 * sealed data keys. Their DDL is in numbered files; the system catalogue shows which of them have
 * been applied.
 */
public final class SupportTables {
  public static final String MAPPING = "map_desmask";
  public static final String REJECTED = "rejected_messages";
  public static final String GENERATIONS = "masking_generations";
  public static final String FORGOTTEN = "forgotten_hashes";
  static final String REMOVALS = "mapping_removals";
  public static final String AUDIT = "recover_audit";
  public static final String MASKED = "masked_columns";
  public static final String SEALED_KEYS = "sealed_keys";

  /** The column that an older mapping does not have. */
  public static final String FIELD = "field";

  public static final String HASH = "hash_val";
  public static final String ORIGINAL = "original_val";
  public static final String ID = "message_id";

  private static final String KIND = "kind";
  private static final String SPEC = "spec";
  private static final String ATTRIBUTES = "attributes";

  static final Set<String> MAPPING_COLUMNS = Set.of(HASH, ORIGINAL, FIELD, "first_seen");
  static final Set<String> REJECTED_COLUMNS =
      Set.of(ID, "reason", "body", "sent_at", "rejected_at", KIND, SPEC, ATTRIBUTES);

  private static final String AUDIT_FILE = "010_recover_audit.sql";

  private static final String REMOVAL_COUNT = "count_mapping_removal";

  /** While its key is made, rows that are published are known by all their columns. */
  private static final String IDENTIFIED =
      """
      alter table %1$s replica identity full;
      %2$s;
      alter table %1$s replica identity default;
      """;

  private enum Need {
    /** Nothing can be written without it. */
    MUST,
    /** The same, but for the built-in spec. */
    OWN_SPEC,
    SHOULD
  }

  /** A numbered file; it is heavy if it takes the longer the more rows there are. */
  private record Migration(
      String file, String table, String lack, Need need, boolean heavy, Predicate<TableShape> due) {
    static Migration table(String file, String table, Need need) {
      return new Migration(file, table, "the table is missing", need, false, TableShape::absent);
    }

    /** What nothing needs that is written. */
    static Migration fix(String file, String table, String lack, Predicate<TableShape> due) {
      return new Migration(file, table, lack, Need.SHOULD, false, due);
    }

    static Migration columns(String file, String table, Need need, String... names) {
      boolean one = names.length == 1;
      String lack =
          (one ? "column " : "columns ")
              + String.join(" and ", names)
              + (one ? " is missing" : " are missing");
      Predicate<TableShape> due = t -> !t.columns().keySet().containsAll(Set.of(names));
      return new Migration(file, table, lack, need, false, due);
    }

    /** Tables that are made here have their keys. */
    static Migration key(String file, String table, String column, Need need) {
      String lack = "column " + column + " has no unique index";
      return new Migration(
          file,
          table,
          lack,
          need,
          true,
          t -> !t.absent() && (t.unidentified() || !t.uniqueKeys().contains(Set.of(column))));
    }
  }

  private static final List<Migration> MIGRATIONS =
      List.of(
          Migration.table("001_map_desmask.sql", MAPPING, Need.MUST),
          Migration.fix(
              "002_map_desmask_hash_val.sql",
              MAPPING,
              "column hash_val must become varchar(256)",
              table -> table.hasShorterText(HASH, 256)),
          Migration.fix(
              "003_map_desmask_original_val.sql",
              MAPPING,
              "column original_val must become text",
              table -> table.hasOtherType(ORIGINAL, "text")),
          Migration.columns(
              "004_map_desmask_origin.sql", MAPPING, Need.SHOULD, FIELD, "first_seen"),
          Migration.key("005_map_desmask_key.sql", MAPPING, HASH, Need.MUST),
          Migration.table("006_rejected_messages.sql", REJECTED, Need.MUST),
          Migration.columns("007_rejected_messages_kind.sql", REJECTED, Need.MUST, KIND),
          // Not needed to write without keys.
          Migration.table("008_masking_generations.sql", GENERATIONS, Need.SHOULD),
          // Not needed by consumers.
          Migration.table(AUDIT_FILE, AUDIT, Need.SHOULD),
          Migration.table("011_forgotten_hashes.sql", FORGOTTEN, Need.MUST),
          Migration.table("012_mapping_removals.sql", REMOVALS, Need.MUST),
          Migration.key("013_rejected_messages_key.sql", REJECTED, ID, Need.MUST),
          Migration.key("014_masking_generations_key.sql", GENERATIONS, "generation", Need.SHOULD),
          Migration.key("015_forgotten_hashes_key.sql", FORGOTTEN, HASH, Need.SHOULD),
          // Without it no mapping is taken for written, which is slower and no more.
          Migration.fix(
              "016_mapping_removals_row.sql", REMOVALS, "its row is missing", TableShape::empty),
          Migration.fix(
              "017_map_desmask_removals.sql",
              MAPPING,
              "removals are not counted",
              table -> !table.triggers().contains(REMOVAL_COUNT)),
          Migration.columns(
              "025_rejected_messages_spec.sql", REJECTED, Need.OWN_SPEC, SPEC, ATTRIBUTES),
          // Not needed by consumers of what an older installation has.
          Migration.table("020_masked_columns.sql", MASKED, Need.SHOULD),
          // Needed by those who seal only.
          Migration.table("026_sealed_keys.sql", SEALED_KEYS, Need.SHOULD),
          // Not needed until a publication passes updates on.
          Migration.key("018_mapping_removals_key.sql", REMOVALS, "removals", Need.SHOULD));

  private SupportTables() {}

  /**
   * The tables that a consumer fills: those of the events, the mapping and the rejected messages.
   */
  public static List<String> all(List<TableSpec> tables) {
    return Stream.concat(tables.stream().map(TableSpec::name), Stream.of(MAPPING, REJECTED))
        .toList();
  }

  public static List<String> known(List<TableSpec> tables) {
    return Stream.concat(
            all(tables).stream(),
            Stream.of(GENERATIONS, AUDIT, FORGOTTEN, REMOVALS, MASKED, SEALED_KEYS))
        .toList();
  }

  /** The tables that are no event's. */
  public static List<String> own() {
    return known(List.of());
  }

  /** The changes from what exists to what is needed, in order; a spec of one's own needs more. */
  static List<Change> changes(boolean ownSpec, Catalogue found) {
    return MIGRATIONS.stream()
        .filter(migration -> migration.due().test(found.table(migration.table())))
        .map(migration -> change(ownSpec, migration, found.table(migration.table())))
        .toList();
  }

  private static Change change(boolean ownSpec, Migration migration, TableShape table) {
    return new Change(
        migration.table(),
        migration.lack(),
        migration.heavy() && table.unidentified()
            ? IDENTIFIED.formatted(migration.table(), read(migration.file()))
            : read(migration.file()),
        migration.need() == Need.MUST || ownSpec && migration.need() == Need.OWN_SPEC,
        migration.heavy());
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
