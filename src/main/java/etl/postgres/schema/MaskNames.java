package etl.postgres.schema;

import java.util.List;

/** Masks in words. */
final class MaskNames {
  private MaskNames() {}

  /**
   * One mask.
   *
   * @param mask as the database remembers it
   * @param canonical the names of the canonical forms
   */
  static String of(String mask, List<String> canonical) {
    return canonical.isEmpty() ? mask : mask + " of the form " + String.join(", ", canonical);
  }
}
