package etl.postgres.partition;

import etl.spec.Identifiers;
import etl.spec.PartitionPeriod;
import etl.spec.TableSpec;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A table that its spec wants partitioned, by the column of the date of sending. The id is the
 * columns that tell messages, and their elements, apart.
 */
public record PartitionedTable(
    String name, String column, PartitionPeriod period, List<String> id) {
  /** How long SQS keeps a message at most: so long, a message of these days may still come. */
  private static final int KEPT_DAYS = 14;

  private static final int DAYS_AHEAD = 7;
  private static final int MONTHS_AHEAD = 3;

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuuMM");

  private static final int LONGEST_NAME = 63;
  private static final int LONGEST_SUFFIX = "_p20261128".length();

  /** The table; empty if its spec does not want it partitioned. */
  public static Optional<PartitionedTable> of(TableSpec spec) {
    return Optional.ofNullable(spec.partition()).flatMap(period -> by(period, spec));
  }

  /** The same where another spec may want it. */
  public static Optional<PartitionedTable> possible(TableSpec spec) {
    return by(Optional.ofNullable(spec.partition()).orElse(PartitionPeriod.DAY), spec);
  }

  private static Optional<PartitionedTable> by(PartitionPeriod period, TableSpec spec) {
    return spec.sentDate()
        .map(date -> new PartitionedTable(spec.name(), date.name(), period, spec.identity()));
  }

  /** The columns of its unique key, the date first. */
  public List<String> key() {
    return Stream.concat(Stream.of(column), id.stream()).toList();
  }

  /** For the end of the statement that creates it. */
  public String clause() {
    return " partition by range (" + Identifiers.quoted(column) + ")";
  }

  /** The days of the partition that a day belongs to. */
  DayRange around(LocalDate day) {
    return new DayRange(period.start(day), period.start(day, 1));
  }

  /** The first day that a table's rows until now, as one partition, do not take any more. */
  LocalDate bound(LocalDate today) {
    return period.start(today, 2);
  }

  /** Whether rows may soon come that are not before a bound: those of the next period. */
  boolean isNear(LocalDate bound, LocalDate today) {
    return !bound.isAfter(period.start(today, 1));
  }

  /** The partitions that there should be on this day, from those that rows may still come for. */
  List<DayRange> due(LocalDate today) {
    int ahead = period == PartitionPeriod.DAY ? DAYS_AHEAD : MONTHS_AHEAD;
    LocalDate end = period.start(today, ahead + 1);
    List<DayRange> due = new ArrayList<>();
    DayRange next = around(today.minusDays(KEPT_DAYS));
    while (next.from().isBefore(end)) {
      due.add(next);
      next = around(next.to());
    }
    return due;
  }

  String partition(DayRange days) {
    boolean whole =
        period == PartitionPeriod.MONTH && days.from().equals(period.start(days.from()));
    return base() + "_p" + (whole ? MONTH : DAY).format(days.from());
  }

  String rest() {
    return base() + "_default";
  }

  /** The name of the partition of the rows from before the table was partitioned. */
  String earlier() {
    return base() + "_earlier";
  }

  /** Two tables whose long names begin alike must not have partitions of one name. */
  private String base() {
    if (name.length() + LONGEST_SUFFIX <= LONGEST_NAME) {
      return name;
    }
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.US_ASCII));
    String end = "_" + HexFormat.of().toHexDigits((int) sum.getValue());
    return name.substring(0, LONGEST_NAME - LONGEST_SUFFIX - end.length()) + end;
  }
}
