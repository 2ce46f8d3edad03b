package etl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import etl.cli.Cli;
import etl.environment.ProcessContext;
import etl.terminal.Terminal;
import etl.testing.Lane;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a drain asks of the queue, counted there: SQS bills each request. */
@Tag("servers")
class RequestsTest {
  private static final int MESSAGES = Lane.shortOrLong(8_000, 20_000);

  @TempDir Path folder;

  /** Also where a bar asks for the queue's depth, and without a line for each message. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "always"})
  void backlog_costs_hardly_more_requests_than_full_batches_would(String progress)
      throws Exception {
    TestDatabase database = TestPostgres.server().createDatabase();
    try (QueueStandIn queue = new QueueStandIn(MESSAGES, 2, Duration.ofMillis(1))) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      ProcessContext process = process(database, err);
      String file = credentials().toString();
      int code =
          Cli.run(
              process,
              "consume",
              "--queue-url",
              queue.url(),
              "--idle=1s",
              "--env-file",
              file,
              "--progress",
              progress);
      assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
      assertThat(database.query("select count(*) from user_logins"))
          .containsExactly(Integer.toString(MESSAGES));
      assertThat(queue.deleted()).isEqualTo(MESSAGES + MESSAGES / 50);
      // 100 receives and 100 deletes for 1,000 messages are the least.
      assertThat(queue.requests()).isLessThanOrEqualTo(queue.deleted() * 205 / 1_000);
      assertThat(err.toString(StandardCharsets.UTF_8).split("\n")).hasSizeLessThan(10);
    }
  }

  private Path credentials() throws IOException {
    return Files.writeString(
        folder.resolve("env"), "AWS_ACCESS_KEY_ID=key\nAWS_SECRET_ACCESS_KEY=secret\n");
  }

  private static ProcessContext process(TestDatabase database, OutputStream err) {
    return new ProcessContext(
        Map.of("ETL_DATABASE_URL", database.url(), "AWS_REGION", "us-east-1"),
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Clock.systemUTC(),
        Terminal.NONE,
        Terminal.NONE);
  }
}
