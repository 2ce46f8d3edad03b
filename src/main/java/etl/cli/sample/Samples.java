package etl.cli.sample;

import etl.event.QueueMessage;

/** What is done with the samples of a file, in the file's order. */
public interface Samples {
  /**
   * Takes one.
   *
   * @param line where it begins, from 1
   */
  void take(long line, QueueMessage message);

  /** Takes note of a line that is no sample; the reason never quotes it. */
  void reject(long line, String reason);

  /** Says what may help with the file. */
  void advise(String advice);
}
