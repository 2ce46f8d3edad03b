package etl.cli;

import java.util.Locale;

/** How a report is written. */
enum ReportFormat {
  TEXT,
  JSON;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
