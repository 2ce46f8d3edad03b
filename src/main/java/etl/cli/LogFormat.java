package etl.cli;

import java.util.Locale;

/** How log lines are written. */
enum LogFormat {
  TEXT,
  JSON;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
