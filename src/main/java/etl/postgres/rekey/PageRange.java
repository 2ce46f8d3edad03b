package etl.postgres.rekey;

import etl.masking.MaskForm;
import etl.masking.Protection;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Some pages of one table or partition, up to the one after the last, and how a statement finds
 * older masks in them. The name is quoted for a statement.
 */
record PageRange(String table, long from, long to) {
  /** Restricts a statement to the range; needs {@link #bind}. */
  static final String CONDITION = "ctid >= cast(:from as tid) and ctid < cast(:to as tid)";

  /**
   * Whether a column holds a mask of an older generation; needs {@link #bindOlder}. Text that is
   * not a mask is left alone.
   */
  static String isOlder(String column) {
    return "(%1$s ~ :form and left(%1$s, length(:newest)) <> :newest)".formatted(column);
  }

  <S extends SqlStatement<S>> S bind(S statement) {
    return statement.bind("from", "(" + from + ",0)").bind("to", "(" + to + ",0)");
  }

  /** Binds the range, and what {@link #isOlder} needs. */
  <S extends SqlStatement<S>> S bindOlder(S statement, Protection protection) {
    return bindOlder(statement, MaskForm.REGEX, protection);
  }

  /** The same for {@link MaskForm#STORED_REGEX}, where a domain may follow the mask. */
  <S extends SqlStatement<S>> S bindOlder(S statement, String form, Protection protection) {
    return bind(statement)
        .bind("form", "^" + form + "$")
        .bind("newest", MaskForm.prefix(protection.generation()));
  }
}
