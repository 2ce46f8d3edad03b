package etl.spec;

import etl.event.RejectedMessage.Kind;
import etl.json.JsonKind;
import etl.value.Canonical;
import etl.value.Misfit;
import etl.value.ValueReader;
import etl.value.ValueReaders;

/**
 * Turns what a message has for one column into what the column stores, except that hashes are not
 * made yet. The problems are created in advance, from the spec alone, so that no value can get into
 * a reason.
 */
final class ColumnRule {
  private final Column column;
  private final ValueReader reader;
  private final boolean required;
  private final boolean written;
  private final boolean emptyIsNull;

  private final Problem missing;
  private final Problem isNull;
  private final Problem empty;
  private final Problem wrongType;

  ColumnRule(Column column) {
    this.column = column;
    this.reader = reader(column);
    this.required = column.required();
    ColumnType.Base base = column.type().base();
    this.written = base == ColumnType.Base.JSONB || base == ColumnType.Base.TEXT_ARRAY;
    this.emptyIsNull = column.mask().hides();
    String field = column.field();
    missing = new Problem(Kind.MISSING_FIELD, field + ": is missing");
    isNull = new Problem(Kind.MISSING_FIELD, field + ": is null");
    empty = new Problem(Kind.MISSING_FIELD, field + ": is empty");
    wrongType = new Problem(Kind.WRONG_TYPE, field + ": must be " + reader.description());
  }

  /** What is read of the message: for a mask, the original. */
  private static ValueReader reader(Column column) {
    ColumnType type = column.type();
    // A mask's length does not depend on the original's.
    return column.mask() instanceof Mask.Period || !column.mask().hides()
        ? type.reader()
        : ValueReaders.text(0);
  }

  Column column() {
    return column;
  }

  /** The problem with an absent value, or null if it may be absent. */
  Problem checkMissing() {
    return required ? missing : null;
  }

  /** Whether it takes the text of the value as it is written, and not what it stands for. */
  boolean takesWritten() {
    return written;
  }

  /**
   * What the column stores of a value; of a hash, its original.
   *
   * @param value a string's text, or the literal as written; for a column that {@link
   *     #takesWritten}, the JSON text
   * @param mayBeUnstorable false if the value is known to hold neither NUL nor surrogates
   * @return null for none, and where there is a problem
   */
  String accept(JsonKind kind, String value, boolean mayBeUnstorable, Problem.First problems) {
    if (kind == JsonKind.NULL) {
      problems.report(required ? isNull : null);
      return null;
    } else if (!reader.accepts(kind)) {
      problems.report(wrongType);
      return null;
    } else if (value.isEmpty() && (required || emptyIsNull)) {
      problems.report(required ? empty : null);
      return null;
    }
    try {
      String read = reader.read(kind, value, mayBeUnstorable);
      return emptyIsNull ? hidden(read, problems) : read;
    } catch (Misfit misfit) {
      problems.report(Problem.of(column.field(), misfit));
      return null;
    }
  }

  private String hidden(String read, Problem.First problems) throws Misfit {
    String value = Canonical.apply(column.canonical(), read);
    if (value.isEmpty()) {
      problems.report(required ? empty : null);
      return null;
    }
    if (column.mask() instanceof Mask.Network mask) {
      String network = Canonical.network(value, mask.ipv4(), mask.ipv6());
      checkLength(network.length());
      return network;
    } else if (column.mask() instanceof Mask.Period period) {
      return period.of(value);
    } else if (column.mask() == Mask.EMAIL) {
      checkLength(Mask.HASH_LENGTH + domain(value).length());
    }
    return value;
  }

  private void checkLength(int length) throws Misfit {
    if (column.type().length() > 0 && length > column.type().length()) {
      throw Misfit.longerThan(column.type().length());
    }
  }

  /** The {@code @} of a canonical address, and what follows it. */
  static String domain(String address) {
    return address.substring(address.lastIndexOf('@'));
  }
}
