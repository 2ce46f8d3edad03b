package etl.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final Backlog backlog = new Backlog(Long.MAX_VALUE);

  @Test
  void queue_is_asked_at_the_start() {
    assertThat(backlog.isDue(0, START)).isTrue();
    assertThat(backlog.total(0)).isEmpty();
    backlog.looked(20, 80L, START);
    assertThat(backlog.total(20)).hasValue(100);
  }

  @Test
  void queue_is_asked_again_after_ten_seconds_and_4000_messages() {
    backlog.looked(0, 100_000L, START);
    assertThat(backlog.isDue(50_000, START.plusSeconds(9))).isFalse();
    assertThat(backlog.isDue(3_999, START.plusSeconds(3_600))).isFalse();
    assertThat(backlog.isDue(4_000, START.plusSeconds(10))).isTrue();
  }

  @Test
  void queue_that_grows_moves_the_end_and_is_asked_once_a_minute() {
    backlog.looked(0, 10L, START);
    assertThat(backlog.total(15)).hasValue(15);
    assertThat(backlog.isDue(15, START.plusSeconds(59))).isFalse();
    assertThat(backlog.isDue(15, START.plusSeconds(60))).isTrue();
  }

  @Test
  void queue_that_does_not_tell_leaves_what_is_known() {
    backlog.looked(0, null, START);
    assertThat(backlog.total(5)).isEmpty();
    backlog.looked(5, 10L, START);
    backlog.looked(6, null, START);
    assertThat(backlog.total(6)).hasValue(15);
  }

  @Test
  void limit_of_the_run_is_the_end_where_it_is_nearer() {
    Backlog limited = new Backlog(50);
    limited.looked(0, 100L, START);
    assertThat(limited.total(0)).hasValue(50);
  }

  @Test
  void pace_is_that_of_the_last_seconds() {
    Pace pace = new Pace(Duration.ofSeconds(10));
    assertThat(pace.perSecond()).isNaN();
    for (int i = 0; i <= 100; i++) {
      pace.mark(START.plusSeconds(i), i < 80 ? 0 : 5L * (i - 80));
    }
    assertThat(pace.perSecond()).isEqualTo(5);
  }

  @Test
  void time_left_is_told_in_two_units_and_not_where_there_is_no_end() {
    assertThat(Span.of(100, 0)).isNull();
    assertThat(Span.of(100, -1)).isNull();
    assertThat(Span.of(100, Double.NaN)).isNull();
    assertThat(Span.text(Span.of(100, 20))).isEqualTo("5s");
    assertThat(Span.text(Span.of(100, 1))).isEqualTo("1m 40s");
    assertThat(Span.text(Duration.ofSeconds(7_500))).isEqualTo("2h 5m");
    assertThat(Span.text(Duration.ofHours(76))).isEqualTo("3d 4h");
  }
}
