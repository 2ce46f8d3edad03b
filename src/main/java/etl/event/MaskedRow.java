package etl.event;

import etl.masking.Pseudonym;
import java.util.List;
import java.util.Objects;

/**
 * One row of an event's table, without any unmasked personal value among its values.
 *
 * @param values one text per column of the event's kind, in its order; null where the column is
 *     null; masks where the column is masked; in the form that PostgreSQL casts to the column's
 *     type
 * @param pseudonyms one per masked column of the kind, in its order; null where the value is absent
 */
public record MaskedRow(List<String> values, List<Pseudonym> pseudonyms) {
  /** What a row and each of its values cost besides their text. */
  private static final int OVERHEAD = 64;

  private static final int VALUE_OVERHEAD = 8;

  public MaskedRow {
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(pseudonyms, "pseudonyms");
  }

  /** About how many bytes it takes to store the row. */
  public long bytes() {
    long bytes = OVERHEAD;
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      bytes += VALUE_OVERHEAD + (value == null ? 0 : TextSize.of(value));
    }
    return bytes;
  }

  /** Nothing of its values: even unmasked columns may say something about a person. */
  @Override
  public String toString() {
    return "MaskedRow[" + values.size() + " values]";
  }
}
