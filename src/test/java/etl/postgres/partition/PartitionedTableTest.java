package etl.postgres.partition;

import static org.assertj.core.api.Assertions.assertThat;

import etl.spec.PartitionPeriod;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionedTableTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-28");

  @Test
  void days_are_due_from_the_oldest_message_that_may_come_to_a_week_ahead() {
    List<DayRange> due = daily("visits").due(TODAY);

    assertThat(due).hasSize(14 + 1 + 7).startsWith(days("2026-11-14", "2026-11-15"));
    assertThat(due).endsWith(days("2026-12-05", "2026-12-06"));
  }

  @Test
  void months_are_due_to_the_third_one_ahead() {
    assertThat(monthly("visits").due(TODAY))
        .containsExactly(
            days("2026-11-01", "2026-12-01"),
            days("2026-12-01", "2027-01-01"),
            days("2027-01-01", "2027-02-01"),
            days("2027-02-01", "2027-03-01"));
    assertThat(monthly("visits").due(LocalDate.parse("2026-12-14")))
        .startsWith(days("2026-11-01", "2026-12-01"));
  }

  @Test
  void partitions_are_named_by_their_first_day() {
    assertThat(daily("visits").partition(days("2026-11-14", "2026-11-15")))
        .isEqualTo("visits_p20261114");
    assertThat(monthly("visits").partition(days("2026-11-01", "2026-12-01")))
        .isEqualTo("visits_p202611");
    assertThat(monthly("visits").partition(days("2026-11-20", "2026-12-01")))
        .isEqualTo("visits_p20261120");
  }

  @Test
  void long_names_that_begin_alike_have_partitions_of_different_names() {
    String one = daily("a".repeat(62) + "b").partition(days("2026-11-14", "2026-11-15"));
    String other = daily("a".repeat(62) + "c").partition(days("2026-11-14", "2026-11-15"));

    assertThat(one).hasSize(63).endsWith("_p20261114").isNotEqualTo(other);
  }

  @Test
  void only_the_days_that_have_no_partition_are_missing() {
    DayRange november = days("2026-11-01", "2026-12-01");

    assertThat(november.without(List.of())).containsExactly(november);
    assertThat(november.without(List.of(days("2026-12-01", "2026-12-02"))))
        .containsExactly(november);
    assertThat(november.without(List.of(days("2026-09-01", "2026-10-01"))))
        .containsExactly(november);
    assertThat(
            november.without(
                List.of(days("2026-11-02", "2026-11-20"), days("2026-11-05", "2026-11-10"))))
        .containsExactly(days("2026-11-01", "2026-11-02"), days("2026-11-20", "2026-12-01"));
    assertThat(november.without(List.of(new DayRange(LocalDate.MIN, LocalDate.MAX)))).isEmpty();
    assertThat(
            november.without(
                List.of(
                    new DayRange(LocalDate.MIN, LocalDate.parse("2026-11-03")),
                    days("2026-11-10", "2026-11-11"))))
        .containsExactly(days("2026-11-03", "2026-11-10"), days("2026-11-11", "2026-12-01"));
  }

  private static PartitionedTable daily(String name) {
    return new PartitionedTable(name, "day", PartitionPeriod.DAY, List.of("message_id"));
  }

  private static PartitionedTable monthly(String name) {
    return new PartitionedTable(name, "day", PartitionPeriod.MONTH, List.of("message_id"));
  }

  private static DayRange days(String from, String to) {
    return new DayRange(LocalDate.parse(from), LocalDate.parse(to));
  }
}
