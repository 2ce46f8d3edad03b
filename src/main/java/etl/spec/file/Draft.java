package etl.spec.file;

import etl.spec.Column;
import etl.spec.ColumnType;
import etl.spec.Mask;
import etl.spec.Source;
import etl.value.Canonical;
import java.util.List;

/**
 * A column as far as the file gives one. What is wrong with it has been told; it goes on into those
 * rules that concern several columns.
 *
 * @param label what problems call it
 * @param name null where it has none that can be used; so are source, type and mask
 */
record Draft(
    String label,
    String name,
    Source source,
    ColumnType type,
    boolean required,
    Mask mask,
    List<Canonical> canonical,
    boolean keepOriginal,
    boolean clear) {
  boolean is(Source.Kind kind) {
    return source != null && source.kind() == kind;
  }

  /** Whether it stores something in place of the value, or is meant to. */
  boolean hides() {
    return mask == null || mask.hides();
  }

  /** The column; only where nothing is wrong. */
  Column column() {
    return new Column(name, source, type, required, mask, canonical, keepOriginal, clear);
  }
}
