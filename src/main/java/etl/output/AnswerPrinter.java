package etl.output;

import etl.postgres.recover.RecoveredOriginal;

/** Writes what is known of hashes, in the order asked. */
public interface AnswerPrinter {
  /** Begins, before the first answer. */
  void begin();

  /** What a hash stands for. */
  void known(RecoveredOriginal original);

  /** A hash that nothing is known of. */
  void unknown(String hash);

  /** Ends, after the last answer. */
  void end();
}
