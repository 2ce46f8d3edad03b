package etl.sqs;

import etl.event.Fault;
import etl.event.QueueException;
import etl.event.TraceOnly;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/**
 * Says what a failed call means. The messages of the SDK and of the server are not passed on: they
 * can quote receipt handles, and what stood in an answer.
 */
final class SqsFaults {
  private record Finding(Fault fault, String why) {}

  private static final Finding BUG = new Finding(Fault.UNEXPECTED, "unexpected failure");

  private final SqsAddress address;

  SqsFaults(SqsAddress address) {
    this.address = address;
  }

  /**
   * Makes the exception to throw.
   *
   * @param action what was tried, as in "receive from"
   */
  QueueException of(String action, RuntimeException e) {
    Finding finding =
        e instanceof AwsServiceException refusal
            ? ofAnswer(refusal)
            : causes(e).flatMap(c -> ofCause(c).stream()).findFirst().orElse(BUG);
    String tried = "cannot " + action + " queue " + address.queueName() + " at " + address.place();
    return new QueueException(finding.fault, tried + ": " + finding.why, TraceOnly.of(e));
  }

  private static Finding ofAnswer(AwsServiceException e) {
    SqsErrorCode code = codeOf(e);
    Fault fault = code.fault(e.statusCode());
    String status = "HTTP " + e.statusCode();
    if (code.code().isEmpty()) {
      return new Finding(fault, status + " without an error code of SQS");
    }
    String why = code.isNoQueue() ? "there is no such queue" : "refused";
    return new Finding(fault, why + " (" + code.code() + ", " + status + ")");
  }

  static SqsErrorCode codeOf(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return new SqsErrorCode(code == null ? "" : code);
  }

  static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause);
  }

  private Optional<Finding> ofCause(Throwable cause) {
    if (cause instanceof KnownCredentials.Missing missing) {
      return Optional.of(
          missing.hadSome()
              ? new Finding(Fault.UNAVAILABLE, "the source of the AWS credentials is away")
              : new Finding(Fault.REFUSED, "no AWS credentials were found"));
    }
    if (cause instanceof UnknownHostException) {
      return Optional.of(unknownHost());
    }
    if (cause instanceof GeneralSecurityException) {
      return Optional.of(new Finding(Fault.CONFIGURATION, "its certificate is not trusted"));
    }
    if (cause instanceof AbortedException || cause instanceof InterruptedException) {
      return Optional.of(new Finding(Fault.UNAVAILABLE, "interrupted"));
    }
    return ofNetwork(cause);
  }

  private Finding unknownHost() {
    boolean oddRegion =
        address.endpoint() == null && RegionMetadata.of(Region.of(address.region())) == null;
    return oddRegion
        ? new Finding(Fault.CONFIGURATION, "there is no such region")
        : new Finding(Fault.UNAVAILABLE, "its name is not known to DNS");
  }

  private static Optional<Finding> ofNetwork(Throwable cause) {
    if (cause instanceof ConnectException) {
      return Optional.of(new Finding(Fault.UNAVAILABLE, "the connection was refused"));
    }
    if (cause instanceof SocketTimeoutException) {
      return Optional.of(new Finding(Fault.UNAVAILABLE, "no answer in time"));
    }
    String origin = cause.getClass().getPackageName();
    if (origin.equals("java.io") || origin.equals("java.net") || origin.equals("javax.net.ssl")) {
      return Optional.of(
          new Finding(
              Fault.UNAVAILABLE,
              "the connection broke (" + cause.getClass().getSimpleName() + ")"));
    }
    return Optional.empty();
  }
}
