package etl.postgres.partition;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The days of one partition.
 *
 * @param from the first; {@link LocalDate#MIN} for no bound
 * @param to the first that is no longer in it; {@link LocalDate#MAX} for no bound
 */
public record DayRange(LocalDate from, LocalDate to) {
  boolean contains(LocalDate day) {
    return !day.isBefore(from) && day.isBefore(to);
  }

  /** What is left of it without the days of the others, in order. */
  List<DayRange> without(List<DayRange> others) {
    List<DayRange> left = new ArrayList<>(List.of(this));
    for (DayRange other : others) {
      List<DayRange> rest = new ArrayList<>();
      for (DayRange range : left) {
        range.addWithout(other, rest);
      }
      left = rest;
    }
    return left;
  }

  private void addWithout(DayRange other, List<DayRange> rest) {
    DayRange before = new DayRange(from, other.from.isBefore(to) ? other.from : to);
    DayRange after = new DayRange(other.to.isAfter(from) ? other.to : from, to);
    boolean apart = !other.from.isBefore(to) || !other.to.isAfter(from);
    if (apart) {
      rest.add(this);
      return;
    }
    if (before.from.isBefore(before.to)) {
      rest.add(before);
    }
    if (after.from.isBefore(after.to)) {
      rest.add(after);
    }
  }
}
