package etl.output;

import java.util.Locale;

/** How a report is written. */
public enum ReportFormat {
  TEXT,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
