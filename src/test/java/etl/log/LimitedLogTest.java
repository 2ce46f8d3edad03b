package etl.log;

import static org.assertj.core.api.Assertions.assertThat;

import etl.environment.TextOrJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Instant now = START;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  @Test
  void so_many_a_minute_are_logged_and_the_rest_is_counted() {
    try (LimitedLog rejects = rejects(LogLevel.INFO)) {
      reject(rejects, LimitedLog.MOST_A_MINUTE + 5);
      now = START.plusSeconds(61);
      reject(rejects, 1);
    }
    assertThat(lines("message.rejected id=m-1 reason=\"ip is missing\""))
        .isEqualTo(LimitedLog.MOST_A_MINUTE + 1);
    assertThat(lines("messages.not_logged of=message.rejected messages=5")).isEqualTo(1);
  }

  @Test
  void end_tells_what_was_only_counted() {
    try (LimitedLog rejects = rejects(LogLevel.INFO)) {
      reject(rejects, LimitedLog.MOST_A_MINUTE + 2);
    }
    assertThat(lines("messages.not_logged of=message.rejected messages=2")).isEqualTo(1);
  }

  @Test
  void debug_level_logs_them_all() {
    try (LimitedLog rejects = rejects(LogLevel.DEBUG)) {
      reject(rejects, LimitedLog.MOST_A_MINUTE + 5);
    }
    assertThat(lines("message.rejected")).isEqualTo(LimitedLog.MOST_A_MINUTE + 5);
  }

  @Test
  void each_kind_of_event_has_a_limit_of_its_own() {
    try (LimitedLog rejects = rejects(LogLevel.INFO)) {
      reject(rejects, LimitedLog.MOST_A_MINUTE + 2);
      rejects.log(LogLevel.WARN, "message.gave_up", "id", "m-2");
    }
    assertThat(lines("warn message.gave_up id=m-2")).isEqualTo(1);
  }

  private static void reject(LimitedLog rejects, int times) {
    for (int i = 0; i < times; i++) {
      rejects.log(LogLevel.INFO, "message.rejected", "id", "m-1", "reason", "ip is missing");
    }
  }

  private LimitedLog rejects(LogLevel level) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new LimitedLog(new Log(err, level, TextOrJson.TEXT, clock), clock);
  }

  private long lines(String part) {
    return bytes.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains(part)).count();
  }
}
