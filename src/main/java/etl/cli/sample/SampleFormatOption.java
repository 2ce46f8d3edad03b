package etl.cli.sample;

import picocli.CommandLine.Option;

/** What a command's samples are. */
public final class SampleFormatOption {
  @Option(
      names = "--sample-format",
      paramLabel = "FORMAT",
      defaultValue = "body",
      description =
          "What the samples are: ${COMPLETION-CANDIDATES}. Body: one body a line. Message: messages"
              + " as aws sqs receive-message prints them, with Body and MessageAttributes (default:"
              + " ${DEFAULT-VALUE}).")
  public SampleFormat format;
}
