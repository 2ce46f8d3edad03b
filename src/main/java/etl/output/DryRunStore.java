package etl.output;

import etl.event.EventStore;
import etl.event.MaskedEvent;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import etl.spec.EventSpec;

/** Stores nothing: prints the rows as JSON lines whose keys are the columns. */
public final class DryRunStore implements EventStore {
  private final RowPrinter printer;
  private final Output out;

  public DryRunStore(EventSpec spec, Output out) {
    this.printer = new RowPrinter(spec, out);
    this.out = out;
  }

  @Override
  public void prepareTables() {}

  @Override
  public synchronized WriteResult write(WriteBatch batch) {
    for (MaskedEvent event : batch.events()) {
      printer.print(event);
    }
    out.flush();
    return new WriteResult(batch.events().size(), batch.rejects().size());
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}
}
