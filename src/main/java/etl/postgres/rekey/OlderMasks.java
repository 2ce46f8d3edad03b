package etl.postgres.rekey;

import etl.masking.MaskForm;
import etl.masking.Protection;
import org.jdbi.v3.core.statement.SqlStatement;

/** An SQL condition for masks of older generations. Text that is not a mask is left alone. */
final class OlderMasks {
  private OlderMasks() {}

  /** Whether the column holds an older mask; needs {@link #bind}. */
  static String condition(String column) {
    return "(%1$s ~ :form and left(%1$s, length(:newest)) <> :newest)".formatted(column);
  }

  static <S extends SqlStatement<S>> S bind(S statement, Protection protection) {
    return bind(statement, MaskForm.REGEX, protection);
  }

  /** The same where masks may be followed by a domain. */
  static <S extends SqlStatement<S>> S bindStored(S statement, Protection protection) {
    return bind(statement, MaskForm.STORED_REGEX, protection);
  }

  private static <S extends SqlStatement<S>> S bind(
      S statement, String form, Protection protection) {
    return statement
        .bind("form", "^" + form + "$")
        .bind("newest", MaskForm.prefix(protection.generation()));
  }
}
