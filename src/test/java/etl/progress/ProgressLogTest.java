package etl.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.environment.TextOrJson;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.event.WriteResult;
import etl.log.Log;
import etl.log.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLogTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Instant now = START;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final RunProgress progress = new RunProgress(clock);
  private final ProgressLog lines = log(TextOrJson.TEXT);
  private ConsumeCounts counts = ConsumeCounts.NONE;

  @Test
  void minute_is_one_line_of_counts_since_the_start_and_in_this_minute() {
    received(300);
    commit(200, 190, 4, START.minusSeconds(5));
    minute();
    received(30);
    commit(120, 120, 0, now);
    add(new ConsumeCounts(0, 0, 0, 0, 0, 0, 0, 320));
    step(10);
    minute();

    assertThat(written().lines().toList())
        .containsExactly(
            "2026-11-23T10:01:00.000Z info consume.progress received=300 written=190 duplicates=6"
                + " rejected=4 left=0 released=0 deleted=0 last_seconds=60 last_received=300"
                + " last_written=190 last_duplicates=6 last_rejected=4 messages_per_second=3.3"
                + " in_hand=0 lag_seconds=5.000",
            "2026-11-23T10:02:00.000Z info consume.progress received=330 written=310 duplicates=6"
                + " rejected=4 left=0 released=0 deleted=320 last_seconds=60 last_received=30"
                + " last_written=120 last_duplicates=0 last_rejected=0 messages_per_second=2.0"
                + " in_hand=10 lag_seconds=0.000");
  }

  @Test
  void outage_is_named_for_as_long_as_it_lasts() {
    outage(Dependency.DATABASE);
    now = now.plusSeconds(10);
    outage(Dependency.DATABASE);
    minute();
    outage(Dependency.QUEUE);
    minute();
    progress.on(new ConsumeEvent.Recovered(Dependency.DATABASE, Duration.ofSeconds(130)));
    progress.on(new ConsumeEvent.Recovered(Dependency.QUEUE, Duration.ofSeconds(60)));
    received(1);
    minute();

    assertThat(written().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" away=database away_seconds=60"),
            line -> assertThat(line).endsWith(" away=queue,database away_seconds=120"),
            line -> assertThat(line).doesNotContain("away"));
  }

  @Test
  void idle_follower_says_that_it_lives_four_times_an_hour() {
    for (int i = 0; i < 60; i++) {
      minute();
    }
    assertThat(written().lines()).hasSize(4).allMatch(line -> line.contains("last_seconds=900"));
  }

  @Test
  void what_is_in_hand_is_not_idle() {
    received(1);
    minute();
    step(1);
    minute();
    minute();
    assertThat(written().lines()).hasSize(3);
  }

  @Test
  void json_has_numbers() {
    ProgressLog json = log(TextOrJson.JSON);
    received(1);
    commit(1, 1, 0, START);
    now = now.plusSeconds(60);
    json.minute();

    JsonObject line = JsonParser.parseString(written()).getAsJsonObject();
    assertThat(line.get("event").getAsString()).isEqualTo("consume.progress");
    assertThat(line.get("written").getAsJsonPrimitive().isNumber()).isTrue();
    assertThat(line.get("lag_seconds").getAsJsonPrimitive().isNumber()).isTrue();
  }

  private void received(int messages) {
    add(new ConsumeCounts(messages, 0, 0, 0, 0, 0, 0, 0));
  }

  private void add(ConsumeCounts more) {
    // What was there, and more than that.
    counts = counts.minus(ConsumeCounts.NONE.minus(more));
    step(0);
  }

  private void step(int inHand) {
    progress.on(new ConsumeEvent.Stepped(inHand, inHand, counts));
  }

  private void outage(Dependency dependency) {
    Duration pause = Duration.ofSeconds(1);
    progress.on(new ConsumeEvent.Outage(dependency, new IllegalStateException(), pause));
  }

  private void commit(int messages, int rows, int rejects, Instant sentAt) {
    ParsedMessage message =
        new RejectedMessage("m", RejectedMessage.Kind.MISSING_FIELD, "ip is missing", "{}", sentAt);
    List<ParsedMessage> batch = Collections.nCopies(messages, message);
    WriteResult result = new WriteResult(rows, rejects);
    progress.on(new ConsumeEvent.Committed(batch, result, Duration.ZERO));
    add(new ConsumeCounts(0, rows, messages - rows - rejects, rejects, 0, 0, 0, 0));
  }

  private void minute() {
    now = START.plusSeconds(60 * (Duration.between(START, now).toMinutes() + 1));
    lines.minute();
  }

  private ProgressLog log(TextOrJson format) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new ProgressLog(new Log(err, LogLevel.INFO, format, clock), progress, clock);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
