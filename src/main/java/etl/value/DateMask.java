package etl.value;

/** Keeps the period of a date. */
public enum DateMask {
  /** The first day of the year. */
  YEAR,
  /** The first day of the month. */
  MONTH;

  /**
   * The first day of the period.
   *
   * @param isoDate a date as {@link ValueReaders#date} returns it
   * @return a date in the same form
   */
  public String of(String isoDate) {
    return this == YEAR ? isoDate.substring(0, 4) + "-01-01" : isoDate.substring(0, 7) + "-01";
  }
}
