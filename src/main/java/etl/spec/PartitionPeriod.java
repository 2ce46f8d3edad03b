package etl.spec;

import java.time.LocalDate;
import java.util.Locale;

/** How many days of rows one partition of a table takes. */
public enum PartitionPeriod {
  DAY,
  MONTH;

  /** As a spec's file has it. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first day of the period that this day is in. */
  public LocalDate start(LocalDate day) {
    return this == DAY ? day : day.withDayOfMonth(1);
  }

  /** The first day of the period that comes so many periods after the one of this day. */
  public LocalDate start(LocalDate day, int later) {
    return this == DAY ? day.plusDays(later) : start(day).plusMonths(later);
  }
}
