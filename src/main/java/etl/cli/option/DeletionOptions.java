package etl.cli.option;

import java.time.Duration;
import picocli.CommandLine.Option;

/** When what is committed is deleted from the queue. */
public final class DeletionOptions {
  @Option(
      names = "--delete-after",
      paramLabel = "D",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description =
          "Delete from the queue only D after the commit, and not at all where the database has"
              + " failed over meanwhile: for databases whose standbys lag. Choose D longer than the"
              + " lag and than a fail-over takes to be noticed. Not for FIFO queues (default:"
              + " ${DEFAULT-VALUE}).")
  public Duration deleteAfter;
}
