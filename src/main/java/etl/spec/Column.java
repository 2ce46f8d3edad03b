package etl.spec;

import etl.value.Canonical;
import java.util.List;
import java.util.Objects;

/**
 * One column of an event's table and where its value comes from. Whether its parts go together is
 * the reader's business: see {@code etl.spec.file}.
 *
 * @param name the column's name: lower-case letters, digits and underscores
 * @param source where the value comes from
 * @param required whether a message without the value is rejected
 * @param mask what is stored in place of the value
 * @param canonical the forms that the value is brought to before it is masked, in order
 * @param keepOriginal whether the original of a hash is written to the mapping
 * @param clear whether it may show what another column masks
 */
public record Column(
    String name,
    Source source,
    ColumnType type,
    boolean required,
    Mask mask,
    List<Canonical> canonical,
    boolean keepOriginal,
    boolean clear) {
  public Column {
    if (!Identifiers.fits(name)) {
      throw new IllegalArgumentException("not an identifier: " + name);
    }
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(mask, "mask");
    canonical = List.copyOf(canonical);
  }

  /** Whether it holds hashes. */
  public boolean masked() {
    return mask.isHash();
  }

  /**
   * The name of the field that it shows, as used in reasons and as the field of a mapping: {@code
   * ip}, or {@code device/id} for a nested one. The column's own name where it is no field.
   */
  public String field() {
    return source.field().isEmpty() ? name : source.field();
  }

  /** The type as DDL writes it: {@code varchar(128)}. */
  public String sqlType() {
    return type.sqlType();
  }

  public boolean is(Source.Kind kind) {
    return source.kind() == kind;
  }
}
