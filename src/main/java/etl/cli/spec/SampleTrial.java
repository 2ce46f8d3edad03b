package etl.cli.spec;

import etl.cli.sample.Samples;
import etl.event.DiscardedMessage;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.RejectedMessage;
import etl.log.Log;
import etl.log.LogLevel;
import etl.output.Output;
import etl.output.RowPrinter;
import etl.spec.EventParser;
import etl.spec.EventSpec;

/** Tells what becomes of samples: rows on standard output, the rest on standard error. */
final class SampleTrial extends Samples {
  private final EventParser parser;
  private final RowPrinter printer;
  private final Output out;

  SampleTrial(EventSpec spec, EventParser parser, Output out, Log log) {
    super(log);
    this.parser = parser;
    this.printer = new RowPrinter(spec, out);
    this.out = out;
  }

  @Override
  protected void take(long line, QueueMessage message) {
    ParsedMessage parsed = parser.parse(message);
    if (parsed instanceof MaskedEvent event) {
      printer.print(event);
      if (event.rows().isEmpty()) {
        tell(LogLevel.INFO, line, "no rows, its array is empty");
      }
    } else if (parsed instanceof DiscardedMessage discarded) {
      tell(LogLevel.INFO, line, "discarded as event " + discarded.event());
    } else if (parsed instanceof RejectedMessage reject && reject.leave()) {
      tell(LogLevel.INFO, line, "left on the queue: " + reject.reason());
    } else if (parsed instanceof RejectedMessage reject) {
      reject(line, reject.reason());
    }
  }

  /** Behind the rows of the samples before it. */
  @Override
  protected void tell(LogLevel level, long line, String what) {
    out.flush();
    super.tell(level, line, what);
  }
}
