package etl.cli;

import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeListener;
import etl.consume.report.ConsumeSummary;
import etl.environment.TextOrJson;
import etl.event.DiscardedMessage;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.WriteResult;
import etl.masking.Pseudonym;
import etl.output.Output;
import etl.output.SummaryPrinter;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Follows a run of the consumer, and tells at its end what it did and what can be done next. */
final class ConsumeReport implements ConsumeListener {
  private final TextOrJson format;
  private final boolean dryRun;
  private final Runnable atStart;

  private boolean started;
  private String mask;

  // What a dry run would do.
  private int rows;
  private int rejects;
  private int discards;

  /**
   * @param atStart what else to tell once the queue and the database have answered
   */
  ConsumeReport(TextOrJson format, boolean dryRun, Runnable atStart) {
    this.format = format;
    this.dryRun = dryRun;
    this.atStart = atStart;
  }

  @Override
  public void on(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Started) {
      started = true;
      atStart.run();
    } else if (event instanceof ConsumeEvent.Committed commit) {
      committed(commit.batch(), commit.result());
    }
  }

  private void committed(List<? extends ParsedMessage> batch, WriteResult result) {
    if (dryRun) {
      rows += result.rows();
      rejects += result.rejects();
      discards += (int) batch.stream().filter(DiscardedMessage.class::isInstance).count();
    }
    if (mask == null) {
      mask =
          batch.stream()
              .filter(MaskedEvent.class::isInstance)
              .flatMap(event -> ((MaskedEvent) event).firstPseudonym().stream())
              .map(Pseudonym::masked)
              .findFirst()
              .orElse(null);
    }
  }

  /**
   * Prints the summary; for people, none where the run never began, since the error says it all.
   *
   * @param err takes a dry run's summary for people: standard output is for its rows
   */
  void print(ConsumeSummary summary, Output out, PrintStream err) {
    boolean began = started || summary.error() == null;
    if (format == TextOrJson.JSON) {
      out.line(SummaryPrinter.json(summary));
    } else if (dryRun && began) {
      err.println(SummaryPrinter.dryRun(summary, rows, rejects, discards));
    } else if (began) {
      out.line(SummaryPrinter.text(summary));
    }
    out.flush();
  }

  /**
   * Commands that go on from here.
   *
   * @param counts what the run did
   * @param sandbox whether this was in a sandbox, where people try things
   * @param options the options that lead to the same database
   * @param keys those that open what was stored
   */
  List<String> hints(ConsumeCounts counts, boolean sandbox, String options, String keys) {
    List<String> hints = new ArrayList<>();
    long rejected = counts.rejected();
    if (rejected > 0) {
      String were = rejected == 1 ? "1 message was" : rejected + " messages were";
      hints.add(were + " rejected: etl rejects list" + options);
    }
    if (sandbox && counts.written() > 0 && mask != null) {
      hints.add("to see an original: etl recover" + options + keys + " " + mask);
    }
    return hints;
  }
}
