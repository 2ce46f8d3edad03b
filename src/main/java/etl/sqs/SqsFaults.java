package etl.sqs;

import etl.aws.AwsException;
import etl.event.Fault;
import etl.event.QueueException;
import etl.event.SanitisedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/**
 * Classifies failed calls. The messages of the SDK and the server are not passed on: they may quote
 * receipt handles and the content of a response.
 */
final class SqsFaults {
  private record Diagnosis(Fault fault, String why) {}

  private static final int PROXY_ASKS = 407;

  private final SqsAddress address;
  private final Optional<String> proxy;

  SqsFaults(SqsAddress address) {
    this(address, Optional.empty());
  }

  /**
   * @param proxy the proxy between here and the queue, as it can be shown
   */
  SqsFaults(SqsAddress address, Optional<String> proxy) {
    this.address = address;
    this.proxy = proxy;
  }

  /**
   * Makes the exception to throw.
   *
   * @param action what was attempted, as in "receive from"
   */
  QueueException of(String action, RuntimeException e) {
    Diagnosis finding = e instanceof AwsServiceException answer ? ofAnswer(answer) : ofFailure(e);
    String tried =
        "cannot "
            + action
            + " queue "
            + address.queueName()
            + " at "
            + address.place()
            + proxy.map(by -> " by the proxy " + by).orElse("");
    return new QueueException(finding.fault, tried + ": " + finding.why, SanitisedException.of(e));
  }

  private static Diagnosis ofAnswer(AwsServiceException e) {
    SqsErrorCode code = codeOf(e);
    Fault fault = code.fault(e.statusCode());
    String status = "HTTP " + e.statusCode();
    if (e.statusCode() == PROXY_ASKS) {
      return new Diagnosis(Fault.DENIED, "the proxy refuses the user or the password (HTTP 407)");
    }
    if (code.code().isEmpty()) {
      return new Diagnosis(fault, status + " without an SQS error code");
    }
    String why = code.isNoQueue() ? "no such queue, " : "";
    return new Diagnosis(fault, why + code.code() + " (" + status + ")");
  }

  /** Reads settings, whose failures are those of the queue. */
  static <T> T ofSettings(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (AwsException e) {
      throw new QueueException(e.fault(), e.getMessage(), e.getCause());
    }
  }

  static SqsErrorCode codeOf(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return new SqsErrorCode(code == null ? "" : code);
  }

  private Diagnosis ofFailure(RuntimeException e) {
    Optional<AwsException> noAccess = cause(e, AwsException.class);
    if (noAccess.isPresent()) {
      AwsException why = noAccess.get();
      String hint = why.noSource() ? localHint() : "";
      return new Diagnosis(why.fault(), why.getMessage() + hint);
    }
    if (cause(e, AbortedException.class).isPresent()) {
      return new Diagnosis(Fault.UNAVAILABLE, "interrupted");
    }
    if (cause(e, GeneralSecurityException.class).isPresent()) {
      return new Diagnosis(Fault.CONFIGURATION, "the server's certificate is not trusted");
    }
    return network(e)
        .map(this::ofNetwork)
        .orElseGet(
            () ->
                cause(e, IOException.class).isPresent()
                    ? new Diagnosis(Fault.CONFIGURATION, "the response is not from an SQS server")
                    : new Diagnosis(Fault.UNEXPECTED, "unexpected failure"));
  }

  /** Local servers check no credentials, but the SDK sends nothing without. */
  private String localHint() {
    String host = address.endpoint() == null ? "" : address.endpoint().getHost();
    boolean local = host.matches("(?i)(.*\\.)?localhost|127(\\.\\d+){3}|\\[::1]");
    return local
        ? "; for a local server any will do: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        : "";
  }

  private Diagnosis ofNetwork(IOException e) {
    if (e instanceof UnknownHostException) {
      boolean oddRegion =
          address.endpoint() == null && RegionMetadata.of(Region.of(address.region())) == null;
      return oddRegion
          ? new Diagnosis(Fault.CONFIGURATION, "no such AWS region")
          : new Diagnosis(Fault.UNAVAILABLE, "unknown host");
    }
    String why = "the connection broke (" + e.getClass().getSimpleName() + ")";
    if (e instanceof ConnectException) {
      why = "the connection was refused";
    } else if (e instanceof SocketTimeoutException) {
      why = "timed out";
    }
    return new Diagnosis(Fault.UNAVAILABLE, why);
  }

  /** The network failure that caused an exception, if one did. */
  static Optional<IOException> network(Throwable e) {
    // The exceptions of the SDK's JSON parser are IOExceptions too.
    return cause(e, IOException.class).filter(c -> !c.getClass().getName().contains("jackson"));
  }

  private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
