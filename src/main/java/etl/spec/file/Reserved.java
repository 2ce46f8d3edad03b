package etl.spec.file;

import etl.spec.Identifiers;
import java.util.Set;

/** The names that no table or column of an event can have. */
final class Reserved {
  static final Set<String> TABLES =
      Set.of(
          "map_desmask",
          "rejected_messages",
          "masking_generations",
          "recover_audit",
          "forgotten_hashes",
          "mapping_removals",
          "masked_columns",
          "sealed_keys");

  /** What each table of PostgreSQL has anyway. */
  private static final Set<String> COLUMNS =
      Set.of("ctid", "xmin", "cmin", "xmax", "cmax", "tableoid");

  private Reserved() {}

  /** What is wrong with a table's name; null for nothing. */
  static String table(String name) {
    if (TABLES.contains(name)) {
      return "table " + name + " is etl's own, choose another name";
    } else if (name.startsWith("pg_")) {
      // It would hide behind, or be taken for, a table of the system catalogue.
      return "table " + name + " begins with pg_, as PostgreSQL's own do, choose another name";
    }
    return identifier("table", name);
  }

  /** What is wrong with a column's name; null for nothing. */
  static String column(String name) {
    return COLUMNS.contains(name)
        ? "PostgreSQL has a system column of that name, choose another name"
        : identifier("name", name);
  }

  private static String identifier(String key, String name) {
    return Identifiers.fits(name)
        ? null
        : key + " " + Words.quoted(name) + " is no identifier, write " + Identifiers.RULE;
  }
}
