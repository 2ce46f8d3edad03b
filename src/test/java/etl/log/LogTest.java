package etl.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.environment.TextOrJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Clock clock = Clock.fixed(Instant.parse("2026-11-23T10:20:30.4Z"), ZoneOffset.UTC);

  @Test
  void stream_that_fails_ends_nothing_and_is_told_of_once() {
    Log log =
        new Log(
            new PrintStream(bytes, true, StandardCharsets.UTF_8) {
              @Override
              public void println(String line) {
                if (line.contains("broken")) {
                  throw new IllegalStateException("a value");
                }
                super.println(line);
              }
            },
            LogLevel.INFO,
            TextOrJson.TEXT,
            clock);
    log.log(LogLevel.INFO, "broken");
    log.say(LogLevel.INFO, "broken", "broken");
    log.log(LogLevel.INFO, "whole");
    assertThat(written().lines())
        .containsExactly(
            "2026-11-23T10:20:30.400Z warn log.failed why=java.lang.IllegalStateException",
            "2026-11-23T10:20:30.400Z info whole");
  }

  @Test
  void text_is_one_line_of_time_level_event_and_fields() {
    log(TextOrJson.TEXT).log(LogLevel.INFO, "batch.committed", "rows", 7, "code", null);
    assertThat(written()).isEqualTo("2026-11-23T10:20:30.400Z info batch.committed rows=7\n");
  }

  @Test
  void text_quotes_what_would_break_the_line_or_forge_a_field() {
    log(TextOrJson.TEXT).log(LogLevel.WARN, "e", "why", "two words", "id", "a\nb", "x", "1 y=2");
    assertThat(written()).endsWith(" warn e why=\"two words\" id=\"a\\nb\" x=\"1 y=2\"\n");
  }

  @Test
  void json_is_one_object_on_one_line() {
    log(TextOrJson.JSON)
        .log(LogLevel.ERROR, "failed", "message", "a \"b\"\n", "exit_code", 69, "fifo", true);
    assertThat(written().lines()).hasSize(1);
    JsonObject line = JsonParser.parseString(written()).getAsJsonObject();
    assertThat(line.get("time").getAsString()).isEqualTo("2026-11-23T10:20:30.400Z");
    assertThat(line.get("level").getAsString()).isEqualTo("error");
    assertThat(line.get("event").getAsString()).isEqualTo("failed");
    assertThat(line.get("message").getAsString()).isEqualTo("a \"b\"\n");
    assertThat(line.get("exit_code").getAsInt()).isEqualTo(69);
    assertThat(line.get("fifo").getAsBoolean()).isTrue();
  }

  @Test
  void what_is_below_the_level_is_not_written() {
    Log log = log(TextOrJson.TEXT);
    log.log(LogLevel.DEBUG, "detail");
    assertThat(written()).isEmpty();
    assertThat(log.enabled(LogLevel.DEBUG)).isFalse();
    assertThat(log.enabled(LogLevel.ERROR)).isTrue();
  }

  @Test
  void what_is_said_to_people_is_an_event_for_collectors() {
    log(TextOrJson.TEXT).say(LogLevel.INFO, "sandbox", "  a hint");
    log(TextOrJson.TEXT).complain("recover.unknown", "not known: x");
    assertThat(written()).isEqualTo("  a hint\netl: not known: x\n");
    bytes.reset();
    log(TextOrJson.JSON).complain("recover.unknown", "not known: x");
    assertThat(written())
        .endsWith(
            "\"level\":\"error\",\"event\":\"recover.unknown\",\"message\":\"not known: x\"}\n");
  }

  private Log log(TextOrJson format) {
    return new Log(err, LogLevel.INFO, format, clock);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
