package etl.output;

import etl.postgres.recover.RecoveredOriginal;

/** Prints the results of a lookup, in the order asked. */
public interface AnswerPrinter {
  /** Begins, before the first answer. */
  void begin();

  /** A hash's original. */
  void known(RecoveredOriginal original);

  /** A hash without a mapping. */
  void unknown(String hash);

  /** Ends, after the last answer. */
  void end();
}
