package etl.output;

import etl.json.JsonLine;
import etl.postgres.recover.RecoveredOriginal;

/**
 * Prints the results of a lookup as they come, in the order asked. Text is hash, field and original
 * with tabs between, and nothing for an unknown hash; CSV has a header, and JSON is an array: there
 * the field and the original of an unknown hash are empty or null.
 */
public final class AnswerPrinter {
  private final Output out;
  private final AnswerFormat format;
  private boolean first = true;

  /** Prints what stands before the first answer. */
  public AnswerPrinter(Output out, AnswerFormat format) {
    this.out = out;
    this.format = format;
    switch (format) {
      case TEXT -> {}
      case CSV -> out.line(Fields.csv("hash", "field", "original"));
      case JSON -> out.write("[");
    }
  }

  public void known(RecoveredOriginal known) {
    if (format == AnswerFormat.TEXT) {
      String field = Fields.escaped(known.field());
      out.line(known.hash() + '\t' + field + '\t' + Fields.escaped(known.original()));
    } else {
      answer(known.hash(), known.field(), known.original());
    }
  }

  public void unknown(String hash) {
    if (format != AnswerFormat.TEXT) {
      answer(hash, "", null);
    }
  }

  private void answer(String hash, String field, String original) {
    if (format == AnswerFormat.CSV) {
      out.line(Fields.csv(hash, field, original == null ? "" : original));
      return;
    }
    out.write(first ? "" : ",");
    first = false;
    out.write(
        JsonLine.object(
            json -> {
              json.name("hash").value(hash);
              json.name("field").value(field.isEmpty() ? null : field);
              json.name("original").value(original);
            }));
  }

  public void end() {
    if (format == AnswerFormat.JSON) {
      out.line("]");
    }
  }
}
