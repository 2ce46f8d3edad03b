package etl.output;

import java.util.Locale;

/** How a list is written: recovered originals, rejected messages, the audit. */
public enum AnswerFormat {
  TEXT,
  JSON,
  CSV;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
