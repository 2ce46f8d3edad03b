package etl.output;

import etl.environment.ProcessContext;
import etl.json.JsonLine;

/**
 * Prints the entries of a list as they come: lines of fields separated by tabs, CSV with a header,
 * or one JSON array. On a terminal, text is in columns with titles.
 */
public final class ListPrinter<E> {
  private final ListForm<E> form;
  private final AnswerFormat format;
  private final boolean terminal;
  private final Output out;
  private boolean empty = true;

  /** Prints the header, if there is one. */
  public ListPrinter(ListForm<E> form, AnswerFormat format, ProcessContext process) {
    this.form = form;
    this.format = format;
    this.terminal = process.outIsTerminal();
    this.out = new Output(process.out());
    if (format == AnswerFormat.CSV) {
      print(form.titles());
    }
  }

  public void add(E entry) {
    if (format == AnswerFormat.JSON) {
      out.write(empty ? "[" : ",\n");
      out.write(JsonLine.of(form.members(entry)));
    } else {
      if (format == AnswerFormat.TEXT && terminal && empty) {
        print(form.titles());
      }
      form.lines(entry).forEach(this::print);
    }
    empty = false;
  }

  private void print(ListForm.Line line) {
    if (format == AnswerFormat.CSV) {
      out.line(Fields.csv(line.record().toArray(String[]::new)));
    } else if (terminal) {
      out.line(form.layout().formatted(line.columns().toArray()).stripTrailing());
    } else {
      out.line(String.join("\t", line.text()));
    }
  }

  public void finish() {
    if (format == AnswerFormat.JSON) {
      out.line(empty ? "[]" : "]");
    }
    out.flush();
  }
}
