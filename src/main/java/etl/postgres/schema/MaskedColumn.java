package etl.postgres.schema;

import etl.spec.Column;
import etl.spec.Mask;
import etl.value.Canonical;
import java.util.List;

/**
 * A column that holds masks in place of values, which were brought to the canonical forms before,
 * in order. Table and column are plain identifiers.
 */
public record MaskedColumn(String table, String column, Mask mask, List<Canonical> canonical) {
  public MaskedColumn {
    canonical = List.copyOf(canonical);
  }

  static MaskedColumn of(String table, Column column) {
    return new MaskedColumn(table, column.name(), column.mask(), column.canonical());
  }

  public boolean isHash() {
    return mask.isHash();
  }

  /** The forms by which the originals of its masks are found. */
  public List<Canonical> forms() {
    if (!canonical.isEmpty()) {
      return canonical;
    } else if (mask == Mask.EMAIL) {
      return List.of(Canonical.EMAIL);
    }
    return mask instanceof Mask.Network ? List.of(Canonical.IP) : List.of();
  }

  /** In words: {@code email hashes of ip}. */
  String description() {
    return description(mask.written(), canonical.stream().map(Canonical::specName).toList());
  }

  /** The same of what the database remembers: a mask, and the names of the canonical forms. */
  static String description(String mask, List<String> canonical) {
    return canonical.isEmpty() ? mask : mask + " of the form " + String.join(", ", canonical);
  }

  String name() {
    return table + "." + column;
  }
}
