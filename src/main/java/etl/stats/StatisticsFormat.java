package etl.stats;

import java.util.Locale;

/** How statistics are written. */
public enum StatisticsFormat {
  TEXT,
  JSON,
  PROMETHEUS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
