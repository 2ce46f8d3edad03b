package etl.cli.option;

import etl.consume.ConsumeSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** When a run of the consumer ends. */
public final class LimitOptions {
  private static final int DRY_RUN_MESSAGES = 100;
  private static final Duration LONGEST_CLOSING = Duration.ofSeconds(1);

  @Option(
      names = {"-f", "--follow"},
      description = "Run until stopped. Without it, drain the queue and end.")
  public boolean follow;

  @Option(
      names = "--max-messages",
      paramLabel = "N",
      description = "Stop after N messages (default: no limit; 100 for a dry run).")
  Integer maxMessages;

  @Option(
      names = "--max-duration",
      paramLabel = "D",
      description = "Stop after this long: 90s, 15m, 2h, PT15M (default: no limit).")
  Duration maxDuration;

  @Option(
      names = "--reject-limit",
      paramLabel = "N",
      description =
          "Stop with 78 after N messages in a row were rejected (default: no end). 100 in a row for"
              + " one reason are told by a warning in any case.")
  Integer rejectLimit;

  @Option(
      names = "--idle",
      paramLabel = "D",
      defaultValue = "3s",
      description =
          "A drain ends when the queue has been empty this long (default: ${DEFAULT-VALUE}).")
  public Duration idle;

  @Option(
      names = "--outage-limit",
      paramLabel = "D",
      defaultValue = "2m",
      description =
          "A drain gives up when the queue or the database has been unavailable this long; --follow"
              + " never does (default: ${DEFAULT-VALUE}).")
  public Duration outageLimit;

  @Option(
      names = "--shutdown-timeout",
      paramLabel = "D",
      defaultValue = "25s",
      description =
          "How long shutting down may take after SIGTERM or SIGINT (default: ${DEFAULT-VALUE}).")
  public Duration shutdownTimeout;

  public long messages(boolean dryRun) {
    if (maxMessages != null) {
      return maxMessages;
    }
    return dryRun ? DRY_RUN_MESSAGES : Long.MAX_VALUE;
  }

  public long rejects() {
    return rejectLimit == null ? Long.MAX_VALUE : rejectLimit;
  }

  public Duration duration() {
    return maxDuration == null ? ConsumeSettings.FOREVER : maxDuration;
  }

  /** The part of the shutdown timeout that is reserved for disconnecting. */
  public Duration closing() {
    Duration part = shutdownTimeout.dividedBy(5);
    return part.compareTo(LONGEST_CLOSING) < 0 ? part : LONGEST_CLOSING;
  }
}
