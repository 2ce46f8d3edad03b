package etl.cli.sample;

import etl.event.QueueMessage;
import etl.log.Log;
import etl.log.LogLevel;

/** What is done with the samples of a file, in the file's order. */
public abstract class Samples {
  private final Log log;
  private long rejected;

  protected Samples(Log log) {
    this.log = log;
  }

  /**
   * Takes one.
   *
   * @param line where it begins, from 1
   */
  protected abstract void take(long line, QueueMessage message);

  /** Tells of a line that is no sample, or one that is not taken; the reason never quotes it. */
  protected final void reject(long line, String reason) {
    rejected++;
    tell(LogLevel.ERROR, line, reason);
  }

  public final long rejected() {
    return rejected;
  }

  protected void tell(LogLevel level, long line, String what) {
    log.say(level, "spec.sample", "line " + line + ": " + what);
  }

  final void advise(String advice) {
    log.say(LogLevel.INFO, "spec.sample", "note: " + advice);
  }
}
