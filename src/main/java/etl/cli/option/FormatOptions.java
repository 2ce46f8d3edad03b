package etl.cli.option;

import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.environment.TextOrJson;
import etl.output.AnswerFormat;
import etl.output.CountsPrinter;
import etl.output.ListForm;
import etl.output.ListPrinter;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How a command writes its result. */
public final class FormatOptions {
  private static final String NAME = "--format";
  private static final String TEXT = "text";
  private static final String HELP =
      "The result on standard output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).";

  private FormatOptions() {}

  public static final class Report {
    @Option(names = NAME, paramLabel = "FORMAT", defaultValue = TEXT, description = HELP)
    public TextOrJson format;

    public void print(Map<String, ?> figures, ProcessContext process) {
      CountsPrinter.print(figures, format, CountsPrinter::words, process);
    }
  }

  public static final class Lists {
    @Option(names = NAME, paramLabel = "FORMAT", defaultValue = TEXT, description = HELP)
    public AnswerFormat format;

    /**
     * Prints entries.
     *
     * @param entries hands each to the one that prints it
     * @return the exit code
     */
    public <E> int print(ListForm<E> form, ProcessContext process, Consumer<Consumer<E>> entries) {
      ListPrinter<E> printer = new ListPrinter<>(form, format, process);
      entries.accept(printer::add);
      printer.finish();
      return ExitCode.DONE.number();
    }
  }
}
