package etl.spec.file;

import etl.spec.ColumnType;
import etl.spec.Mask;
import etl.spec.Source;
import java.util.Optional;

/** Reads one column. */
final class ColumnReader {
  private ColumnReader() {}

  /**
   * @param position from 1
   */
  static Optional<Draft> read(Json json, Node event, int position) {
    String place = event.where() + "column " + position + ": ";
    return Node.of(json, place, event.problems()).map(node -> read(node, event, position));
  }

  private static Draft read(Node found, Node event, int position) {
    String name = found.text("name", "\"user_id\"");
    String label = name == null ? "column " + position : "column " + Words.plain(name);
    Node column = found.named(event.where() + label + ": ");
    if (!column.has("name")) {
      column.report("needs a name");
    }
    String wrong = name == null ? null : Reserved.column(name);
    if (wrong != null) {
      column.report(wrong);
    }
    column.checkKeys(Keys.COLUMN);
    Source source = SourceReader.read(column, SourceReader.OF_COLUMN);
    ColumnType type = TypeReader.read(column, source);
    MaskReader masks = new MaskReader(column);
    Mask mask = masks.mask(source, type);
    boolean required = column.flag("required", false);
    if (required && source != null && isAlwaysThere(source.kind())) {
      column.report("what the queue says of a message is always there, leave required out");
    }
    boolean clear = column.flag("clear", false);
    if (clear && mask != null && mask.hides()) {
      column.report("clear is for what is not masked, keep the mask or clear");
    }
    return new Draft(
        label,
        wrong == null ? name : null,
        source,
        type,
        required,
        mask,
        masks.canonical(mask),
        masks.keepOriginal(mask),
        clear);
  }

  private static boolean isAlwaysThere(Source.Kind kind) {
    return !kind.isContent() && kind != Source.Kind.GROUP_ID;
  }
}
