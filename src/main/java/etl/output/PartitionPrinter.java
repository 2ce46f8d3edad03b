package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.postgres.partition.PartitionSize;
import java.io.IOException;
import java.time.LocalDate;
import java.util.OptionalLong;

/** Prints partitions as they come: one line each, or one JSON array. On a terminal, in columns. */
public final class PartitionPrinter {
  private static final String COLUMNS = "%-24s  %-34s  %-10s  %-10s  %12s  %14s";

  private final Output out;
  private final JsonArray array;
  private final AnswerFormat format;
  private final boolean terminal;
  private boolean titled;

  /**
   * Prints the header, if there is one.
   *
   * @param terminal whether people read the text as it is
   */
  public PartitionPrinter(Output out, AnswerFormat format, boolean terminal) {
    this.out = out;
    this.array = new JsonArray(out);
    this.format = format;
    this.terminal = terminal;
    if (format == AnswerFormat.CSV) {
      out.line(CsvLine.of("table", "partition", "from", "to", "default", "rows", "bytes"));
    }
  }

  public void add(PartitionSize size) {
    switch (format) {
      case TEXT -> text(size);
      case CSV ->
          out.line(
              CsvLine.of(
                  size.partition().table(),
                  size.partition().name(),
                  from(size),
                  to(size),
                  Boolean.toString(size.partition().isDefault()),
                  rows(size.rows()),
                  Long.toString(size.bytes())));
      case JSON -> array.add(json -> members(json, size));
    }
  }

  private void text(PartitionSize size) {
    if (terminal && !titled) {
      out.line(COLUMNS.formatted("TABLE", "PARTITION", "FROM", "TO", "ROWS", "BYTES"));
      titled = true;
    }
    String[] cells = {
      size.partition().table(),
      size.partition().name(),
      from(size),
      to(size),
      rows(size.rows()),
      Long.toString(size.bytes())
    };
    out.line(terminal ? COLUMNS.formatted((Object[]) cells) : String.join("\t", cells));
  }

  private static void members(JsonWriter json, PartitionSize size) throws IOException {
    json.name("table").value(size.partition().table());
    json.name("partition").value(size.partition().name());
    json.name("from").value(from(size).isEmpty() ? null : from(size));
    json.name("to").value(to(size).isEmpty() ? null : to(size));
    json.name("default").value(size.partition().isDefault());
    json.name("rows");
    if (size.rows().isPresent()) {
      json.value(size.rows().getAsLong());
    } else {
      json.nullValue();
    }
    json.name("bytes").value(size.bytes());
  }

  /** Empty for no bound. */
  private static String from(PartitionSize size) {
    LocalDate from = size.partition().days().from();
    return from.equals(LocalDate.MIN) ? "" : from.toString();
  }

  private static String to(PartitionSize size) {
    LocalDate to = size.partition().days().to();
    return to.equals(LocalDate.MAX) ? "" : to.toString();
  }

  private static String rows(OptionalLong rows) {
    return rows.isPresent() ? Long.toString(rows.getAsLong()) : "";
  }

  /** Ends the list. */
  public void finish() {
    if (format == AnswerFormat.JSON) {
      array.end();
    }
    out.flush();
  }
}
