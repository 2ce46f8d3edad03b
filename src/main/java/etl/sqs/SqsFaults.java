package etl.sqs;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.QueueException;
import etl.event.SanitisedException;
import java.io.IOException;
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
 * Classifies failed calls. The messages of the SDK and the server are not passed on: they may quote
 * receipt handles and the content of a response.
 */
final class SqsFaults {
  private record Diagnosis(Fault fault, String why, Remedy remedy) {}

  private final SqsAddress address;

  SqsFaults(SqsAddress address) {
    this.address = address;
  }

  /**
   * Makes the exception to throw.
   *
   * @param action what was attempted, as in "receive from"
   */
  QueueException of(String action, RuntimeException e) {
    Diagnosis finding =
        e instanceof AwsServiceException answer ? ofAnswer(action, answer) : ofFailure(e);
    String tried = "cannot " + action + " queue " + address.queueName() + " at " + address.place();
    return new QueueException(
        finding.fault, tried + ": " + finding.why, finding.remedy, SanitisedException.of(e));
  }

  private static Diagnosis ofAnswer(String action, AwsServiceException e) {
    SqsErrorCode code = codeOf(e);
    Fault fault = code.fault(e.statusCode());
    String status = "HTTP " + e.statusCode();
    if (code.code().isEmpty()) {
      return new Diagnosis(fault, status + " without an SQS error code", Remedy.NOT_SQS);
    }
    String why = code.isNoQueue() ? "no such queue, " : "";
    return new Diagnosis(fault, why + code.code() + " (" + status + ")", code.remedy(action));
  }

  static SqsErrorCode codeOf(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return new SqsErrorCode(code == null ? "" : code);
  }

  private Diagnosis ofFailure(RuntimeException e) {
    Optional<KnownCredentials.Missing> missing = cause(e, KnownCredentials.Missing.class);
    if (missing.isPresent()) {
      return missing.get().hadSome()
          ? new Diagnosis(
              Fault.UNAVAILABLE,
              "the source of the AWS credentials is unavailable",
              Remedy.CREDENTIALS_SOURCE)
          : new Diagnosis(
              Fault.DENIED,
              "no AWS credentials found",
              isLocal() ? Remedy.ANY_CREDENTIALS : Remedy.NO_CREDENTIALS);
    }
    if (cause(e, AbortedException.class).isPresent()) {
      return new Diagnosis(Fault.UNAVAILABLE, "interrupted", null);
    }
    if (cause(e, GeneralSecurityException.class).isPresent()) {
      return new Diagnosis(
          Fault.CONFIGURATION, "the server's certificate is not trusted", Remedy.QUEUE_NOT_TRUSTED);
    }
    return network(e)
        .map(this::ofNetwork)
        .orElseGet(
            () ->
                cause(e, IOException.class).isPresent()
                    ? new Diagnosis(
                        Fault.CONFIGURATION,
                        "the response is not from an SQS server",
                        Remedy.NOT_SQS)
                    : new Diagnosis(Fault.UNEXPECTED, "unexpected failure", null));
  }

  /** Local servers check no credentials, but the SDK sends nothing without. */
  private boolean isLocal() {
    String host = address.endpoint() == null ? "" : address.endpoint().getHost();
    return host.matches("(?i)(.*\\.)?localhost|127(\\.\\d+){3}|\\[::1]");
  }

  private Diagnosis ofNetwork(IOException e) {
    if (e instanceof UnknownHostException) {
      boolean oddRegion =
          address.endpoint() == null && RegionMetadata.of(Region.of(address.region())) == null;
      return oddRegion
          ? new Diagnosis(Fault.CONFIGURATION, "no such AWS region", Remedy.ODD_REGION)
          : new Diagnosis(Fault.UNAVAILABLE, "unknown host", unreachable(Remedy.ENDPOINT_UNKNOWN));
    }
    if (e instanceof ConnectException) {
      return new Diagnosis(
          Fault.UNAVAILABLE, "the connection was refused", unreachable(Remedy.ENDPOINT_REFUSED));
    }
    String why =
        e instanceof SocketTimeoutException
            ? "timed out"
            : "the connection broke (" + e.getClass().getSimpleName() + ")";
    return new Diagnosis(Fault.UNAVAILABLE, why, unreachable(Remedy.ENDPOINT_SILENT));
  }

  /** Amazon's own endpoint is neither misspelt nor to be started. */
  private Remedy unreachable(Remedy endpoint) {
    return address.amazon() ? Remedy.AMAZON_UNREACHABLE : endpoint;
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
