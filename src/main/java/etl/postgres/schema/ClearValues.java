package etl.postgres.schema;

import etl.masking.MaskForm;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Looks for values without a mask in columns that are to hold hashes. */
final class ClearValues {
  private static final String CLEAR =
      """
      select exists (select from %1$s where %2$s is not null and %2$s !~ :form)
      """;

  private ClearValues() {}

  /**
   * Looks into those of the columns that exist, are not remembered, and that the role may read.
   *
   * @return the table's and the column's name of each that holds such a value
   */
  static Set<String> in(
      Handle handle, List<MaskedColumn> columns, Catalogue found, MaskedColumns remembered) {
    Set<String> clear = new LinkedHashSet<>();
    for (MaskedColumn column : columns) {
      ColumnShape shape = found.table(column.table()).columns().get(column.column());
      if (shape != null
          && shape.readable()
          && shape.isText()
          && remembered.entry(column.table(), column.column()).isEmpty()
          && isClear(handle, column)) {
        clear.add(column.name());
      }
    }
    return clear;
  }

  private static boolean isClear(Handle handle, MaskedColumn column) {
    String sql =
        CLEAR.formatted(EventTable.quote(column.table()), EventTable.quote(column.column()));
    return handle
        .createQuery(sql)
        .bind("form", "^" + MaskForm.REGEX + "$")
        .mapTo(boolean.class)
        .one();
  }
}
