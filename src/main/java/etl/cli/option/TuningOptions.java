package etl.cli.option;

import etl.sqs.SqsSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Concurrency and batching. The defaults are measured; there is rarely a reason to change them. */
public final class TuningOptions {
  @Option(
      names = "--receivers",
      paramLabel = "N",
      defaultValue = "64",
      description = "The most concurrent receives (default: ${DEFAULT-VALUE}).")
  public int receivers;

  @Option(
      names = "--writers",
      paramLabel = "N",
      defaultValue = "2",
      description = "The most concurrent transactions (default: ${DEFAULT-VALUE}).")
  public int writers;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "1000",
      description = "The most messages per transaction (default: ${DEFAULT-VALUE}).")
  public int batchSize;

  @Option(
      names = "--linger",
      paramLabel = "D",
      defaultValue = "100ms",
      description =
          "How long a message waits for others to share its transaction (default:"
              + " ${DEFAULT-VALUE}).")
  public Duration linger;

  @Option(
      names = "--sqs-client",
      paramLabel = "NAME",
      defaultValue = "direct",
      description =
          "What receives, deletes and changes visibilities: ${COMPLETION-CANDIDATES}. Direct calls"
              + " cost half the CPU of the AWS SDK's client, which is used in any case by a proxy,"
              + " with AWS_CA_BUNDLE, and for FIPS, dual-stack and the query protocol (default:"
              + " ${DEFAULT-VALUE}).")
  public SqsSettings.Client sqsClient = SqsSettings.Client.DIRECT;

  /** How many bytes of message bodies may be held at once: a quarter of the heap. */
  public long memory() {
    return Runtime.getRuntime().maxMemory() / 4;
  }
}
