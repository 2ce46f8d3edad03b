package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.consume.ConsumeSettings.OnReject;
import etl.environment.TextOrJson;
import etl.log.LogLevel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OptionDefaultsTest {
  @Test
  void without_options_a_consumer_drains() {
    ConsumeCommand command = parse();
    assertThat(command.limits.follow).isFalse();
    assertThat(command.limits.idle).isEqualTo(Duration.ofSeconds(3));
    assertThat(command.limits.outageLimit).isEqualTo(Duration.ofMinutes(2));
    assertThat(command.limits.shutdownTimeout).isEqualTo(Duration.ofSeconds(25));
    assertThat(command.limits.messages(false)).isEqualTo(Long.MAX_VALUE);
    assertThat(command.onReject).isEqualTo(OnReject.QUARANTINE);
    assertThat(command.format.format).isEqualTo(TextOrJson.TEXT);
    assertThat(command.logging.logLevel).isEqualTo(LogLevel.INFO);
  }

  @Test
  void one_option_of_a_group_leaves_the_defaults_of_the_others() {
    ConsumeCommand command = parse("--follow", "--writers", "7", "--queue-name", "q");
    assertThat(command.limits.follow).isTrue();
    assertThat(command.limits.idle).isEqualTo(Duration.ofSeconds(3));
    assertThat(command.tuning.writers).isEqualTo(7);
    assertThat(command.tuning.linger).isPositive();
    assertThat(command.queue.protocol).hasToString("auto");
  }

  @Test
  void dry_run_stops_at_100_messages_unless_told_otherwise() {
    assertThat(parse("--dry-run").limits.messages(true)).isEqualTo(100);
    assertThat(parse("--max-messages", "7").limits.messages(true)).isEqualTo(7);
  }

  @Test
  void part_of_the_shutdown_timeout_is_kept_for_disconnecting() {
    assertThat(parse("--shutdown-timeout", "25s").limits.closing())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(parse("--shutdown-timeout", "1s").limits.closing())
        .isEqualTo(Duration.ofMillis(200));
  }

  private static ConsumeCommand parse(String... args) {
    ConsumeCommand command = new ConsumeCommand();
    Cli.reading(new CommandLine(command)).parseArgs(args);
    return command;
  }
}
