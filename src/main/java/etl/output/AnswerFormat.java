package etl.output;

import java.util.Locale;

/** How recovered originals are written. */
public enum AnswerFormat {
  TEXT,
  JSON,
  CSV;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
