package etl.postgres.partition;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The days of one partition.
 *
 * @param from the first; {@link LocalDate#MIN} for no bound
 * @param to the first that is no longer in it; {@link LocalDate#MAX} for no bound
 */
public record DayRange(LocalDate from, LocalDate to) {
  boolean endBefore(Instant moment) {
    return !to.equals(LocalDate.MAX)
        && !to.atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(moment);
  }

  /** What is left of it without the days of the others, in order. */
  List<DayRange> without(List<DayRange> others) {
    List<DayRange> left = new ArrayList<>();
    LocalDate next = from;
    for (DayRange other : others.stream().sorted(Comparator.comparing(DayRange::from)).toList()) {
      LocalDate end = other.from.isBefore(to) ? other.from : to;
      if (next.isBefore(end)) {
        left.add(new DayRange(next, end));
      }
      next = other.to.isAfter(next) ? other.to : next;
    }
    if (next.isBefore(to)) {
      left.add(new DayRange(next, to));
    }
    return left;
  }
}
