package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.RejectedMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RejectLogTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Instant now = START;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  @Test
  void so_many_a_minute_are_logged_and_the_rest_is_counted() {
    try (RejectLog rejects = rejects(LogLevel.INFO)) {
      reject(rejects, RejectLog.MOST_A_MINUTE + 5);
      now = START.plusSeconds(61);
      reject(rejects, 1);
    }
    assertThat(lines("message.rejected id=m-1 reason=\"ip is missing\""))
        .isEqualTo(RejectLog.MOST_A_MINUTE + 1);
    assertThat(lines("messages.not_logged messages=5")).isEqualTo(1);
  }

  @Test
  void end_tells_what_was_only_counted() {
    try (RejectLog rejects = rejects(LogLevel.INFO)) {
      reject(rejects, RejectLog.MOST_A_MINUTE + 2);
    }
    assertThat(lines("messages.not_logged messages=2")).isEqualTo(1);
  }

  @Test
  void debug_level_logs_them_all() {
    try (RejectLog rejects = rejects(LogLevel.DEBUG)) {
      reject(rejects, RejectLog.MOST_A_MINUTE + 5);
    }
    assertThat(lines("message.rejected")).isEqualTo(RejectLog.MOST_A_MINUTE + 5);
  }

  private static void reject(RejectLog rejects, int times) {
    RejectedMessage message =
        new RejectedMessage(
            "m-1", RejectedMessage.Kind.MISSING_FIELD, "ip is missing", "{}", START);
    for (int i = 0; i < times; i++) {
      rejects.log("message.rejected", message);
    }
  }

  private RejectLog rejects(LogLevel level) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new RejectLog(new Log(err, level, LogFormat.TEXT, clock), clock);
  }

  private long lines(String part) {
    return bytes.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains(part)).count();
  }
}
