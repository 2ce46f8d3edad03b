package etl.output;

import static org.assertj.core.api.Assertions.assertThat;

import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeSummary;
import etl.consume.report.StopReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SummaryPrinterTest {
  @Test
  void json_is_one_object_with_the_rate_over_the_active_time() {
    assertThat(SummaryPrinter.json(summary(Duration.ofMillis(500))))
        .isEqualTo(
            "{\"received\":103,\"written\":100,\"duplicates\":1,\"rejected\":1,\"left\":0,"
                + "\"released\":1,\"deleted\":102,\"seconds\":3.456,"
                + "\"messages_per_second\":206.0,\"stopped_by\":\"max-messages\"}");
  }

  @Test
  void text_is_a_line_per_figure() {
    assertThat(SummaryPrinter.text(summary(Duration.ofMillis(500))).lines())
        .hasSize(10)
        .contains("received            103", "messages per second 206.0 (while messages came)")
        .last()
        .isEqualTo("stopped by          max-messages");
  }

  @Test
  void run_without_messages_has_no_rate() {
    ConsumeSummary nothing =
        new ConsumeSummary(
            ConsumeCounts.NONE, false, Duration.ofSeconds(3), Duration.ZERO, StopReason.IDLE, null);
    assertThat(SummaryPrinter.json(nothing)).contains("\"messages_per_second\":0.0,");
    assertThat(SummaryPrinter.text(nothing)).doesNotContain("per second");
  }

  @Test
  void dry_run_tells_what_it_would_do() {
    assertThat(SummaryPrinter.dryRun(summary(Duration.ofMillis(500)), 100, 3, 0).lines())
        .containsExactly(
            "received            103",
            "would write         100",
            "would reject        3",
            "released            1",
            "seconds             3.456",
            "stopped by          max-messages");
  }

  private static ConsumeSummary summary(Duration active) {
    return new ConsumeSummary(
        new ConsumeCounts(103, 100, 1, 1, 0, 1, 0, 102),
        false,
        Duration.ofMillis(3456),
        active,
        StopReason.MAX_MESSAGES,
        null);
  }
}
