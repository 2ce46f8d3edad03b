package etl.log;

import static org.assertj.core.api.Assertions.assertThat;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.environment.TextOrJson;
import etl.event.Fault;
import etl.event.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsumeLogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void outage_of_a_drain_says_when_it_gives_up_and_one_of_a_follower_does_not() {
    assertThat(outage(Duration.ofMinutes(2))).endsWith("retry_ms=130 gives_up_after_seconds=120\n");
    assertThat(outage(null)).endsWith("retry_ms=130\n");
  }

  private String outage(Duration limit) {
    bytes.reset();
    Clock clock = Clock.systemUTC();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Log log = new Log(err, LogLevel.INFO, TextOrJson.TEXT, clock);
    try (LimitedLog limited = new LimitedLog(log, clock)) {
      new ConsumeLog(log, limited, limit)
          .on(
              new ConsumeEvent.Outage(
                  Dependency.DATABASE,
                  new StoreException(Fault.UNAVAILABLE, "08001", "refused", null),
                  Duration.ofMillis(130)));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
