package etl.postgres;

import etl.event.EventSpec;
import java.util.List;
import java.util.function.Consumer;

/** Brings the tables up to date. */
public final class Schema {
  /**
   * @param notices told what will take long, before it begins
   */
  public Schema(Database database, EventSpec spec, Consumer<String> notices) {}

  /**
   * The consumer's part: checks the tables, and does what {@link #migrate()} does if something is
   * missing without which nothing can be written.
   *
   * @throws etl.event.StoreException REFUSED, naming what is missing, where the rights do not allow
   *     it; CONFIGURATION where the tables cannot be brought up to date
   */
  public void prepare() {
    throw new UnsupportedOperationException();
  }

  /**
   * The owner's part: brings the tables up to date, in one transaction.
   *
   * @return what was done, one sentence each; empty if all was up to date
   * @throws etl.event.StoreException as {@link #prepare()} does
   */
  public List<String> migrate() {
    throw new UnsupportedOperationException();
  }
}
