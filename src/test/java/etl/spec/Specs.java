package etl.spec;

import etl.spec.file.SpecFile;
import etl.value.Canonical;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Specs of tests. */
public final class Specs {
  private Specs() {}

  /** From its text. */
  public static EventSpec of(String json) {
    return SpecFile.read(json.getBytes(StandardCharsets.UTF_8));
  }

  /** From a resource next to this class. */
  public static EventSpec resource(String name) {
    try (InputStream in = Specs.class.getResourceAsStream(name)) {
      return SpecFile.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A spec that writes these columns, and the message's id, to a table of this name. */
  public static EventSpec of(String table, Column... columns) {
    List<Column> all = new ArrayList<>(List.of(columns));
    all.add(
        new Column(
            "message_id",
            Source.message(Source.Kind.MESSAGE_ID),
            ColumnType.varchar(128),
            false,
            Mask.NONE,
            List.of(),
            true,
            false));
    EventKind event = new EventKind(table, List.of(), null, table, all, null);
    return new EventSpec(table, List.of(), List.of(event), EventSpec.Otherwise.REJECT, false);
  }

  /** A column that shows the field of its name. */
  public static Column clear(String name, ColumnType type) {
    return column(name, type, Mask.NONE, true);
  }

  /** A column that masks the field of its name. */
  public static Column masked(String name, Mask mask, Canonical... forms) {
    ColumnType type =
        mask instanceof Mask.Network
            ? ColumnType.of(ColumnType.Base.CIDR)
            : mask instanceof Mask.Period
                ? ColumnType.of(ColumnType.Base.DATE)
                : ColumnType.varchar(400);
    return column(name, type, mask, true, forms);
  }

  /** The same without its originals. */
  public static Column withoutOriginals(String name, Mask mask, Canonical... forms) {
    return column(name, ColumnType.varchar(400), mask, false, forms);
  }

  private static Column column(
      String name, ColumnType type, Mask mask, boolean keepOriginal, Canonical... forms) {
    Source source = Source.document(Source.Kind.POINTER, List.of(name));
    return new Column(name, source, type, false, mask, List.of(forms), keepOriginal, true);
  }
}
