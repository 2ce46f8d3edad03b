package etl.aws;

import etl.event.Fault;
import etl.event.SanitisedException;
import java.util.Objects;

/**
 * There are no credentials, or the way to AWS is misconfigured. The message names the source or the
 * variable, and holds neither credentials, nor a proxy's password, nor what a server sent.
 */
public final class AwsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;
  private final boolean noSource;

  AwsException(Fault fault, String message, Throwable cause) {
    this(fault, message, cause, false);
  }

  private AwsException(Fault fault, String message, Throwable cause, boolean noSource) {
    super(message, SanitisedException.of(cause));
    this.fault = Objects.requireNonNull(fault, "fault");
    this.noSource = noSource;
  }

  static AwsException withoutSource() {
    return new AwsException(Fault.DENIED, "no AWS credentials found", null, true);
  }

  /** Whether no source of credentials is configured at all. */
  public boolean noSource() {
    return noSource;
  }

  /**
   * UNAVAILABLE if a source is configured and does not answer, or has answered earlier; DENIED if
   * none is configured or it refuses; CONFIGURATION if a variable or a file is wrong.
   */
  public Fault fault() {
    return fault;
  }
}
