package etl.sqs;

import etl.aws.AwsException;
import etl.aws.Causes;
import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.QueueException;
import etl.event.SanitisedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Supplier;
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

  private static final int PROXY_ASKS = 407;

  private final SqsAddress address;
  private final Optional<String> proxy;

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
    Diagnosis finding =
        e instanceof AwsServiceException answer ? ofAnswer(action, answer) : ofFailure(e);
    String by = proxy.map(name -> " by the proxy " + name).orElse("");
    return new QueueException(
        finding.fault,
        "cannot " + action + " " + address + by + ": " + finding.why,
        finding.remedy,
        SanitisedException.of(e));
  }

  private static Diagnosis ofAnswer(String action, AwsServiceException e) {
    SqsErrorCode code = codeOf(e);
    Fault fault = code.fault(e.statusCode());
    String status = "HTTP " + e.statusCode();
    if (e.statusCode() == PROXY_ASKS) {
      return new Diagnosis(
          Fault.DENIED, "the proxy refuses the user or the password (HTTP 407)", null);
    }
    if (code.code().isEmpty()) {
      return new Diagnosis(fault, status + " without an SQS error code", Remedy.NOT_SQS);
    }
    String why = code.isNoQueue() ? "no such queue, " : "";
    return new Diagnosis(fault, why + code.code() + " (" + status + ")", code.remedy(action));
  }

  /** Reads settings, whose failures are those of the queue. */
  static <T> T ofSettings(Supplier<T> reading) {
    return ofSettings(reading, null);
  }

  /**
   * The same.
   *
   * @param remedy what helps where they are wrong or missing; may be null
   */
  static <T> T ofSettings(Supplier<T> reading, Remedy remedy) {
    try {
      return reading.get();
    } catch (AwsException e) {
      throw new QueueException(e.fault(), e.getMessage(), remedy, e.getCause());
    }
  }

  static SqsErrorCode codeOf(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return new SqsErrorCode(code == null ? "" : code);
  }

  private Diagnosis ofFailure(RuntimeException e) {
    Optional<AwsException> noAccess = Causes.first(e, AwsException.class);
    if (noAccess.isPresent()) {
      AwsException why = noAccess.get();
      return new Diagnosis(why.fault(), why.getMessage(), remedy(why));
    }
    if (Causes.first(e, AbortedException.class).isPresent()) {
      return new Diagnosis(Fault.UNAVAILABLE, "interrupted", null);
    }
    if (Causes.first(e, GeneralSecurityException.class).isPresent()) {
      return new Diagnosis(
          Fault.CONFIGURATION, "the server's certificate is not trusted", Remedy.QUEUE_NOT_TRUSTED);
    }
    Optional<IOException> network = Causes.network(e);
    if (network.isPresent()) {
      return ofNetwork(network.get());
    }
    return Causes.first(e, IOException.class).isPresent()
        ? new Diagnosis(
            Fault.CONFIGURATION, "the response is not from an SQS server", Remedy.NOT_SQS)
        : new Diagnosis(Fault.UNEXPECTED, "unexpected failure", null);
  }

  private Remedy remedy(AwsException why) {
    if (why.noSource()) {
      return isLocal() ? Remedy.ANY_CREDENTIALS : Remedy.NO_CREDENTIALS;
    }
    return switch (why.fault()) {
      case UNAVAILABLE, DENIED -> Remedy.CREDENTIALS_SOURCE;
      default -> null;
    };
  }

  /** Local servers check no credentials, but the SDK sends nothing without. */
  private boolean isLocal() {
    String host = address.endpoint() == null ? "" : address.endpoint().getHost();
    return host.matches("(?i)(.*\\.)?localhost|127(\\.\\d+){3}|\\[::1]");
  }

  private Diagnosis ofNetwork(IOException e) {
    Remedy endpoint = Remedy.ENDPOINT_SILENT;
    if (e instanceof UnknownHostException) {
      if (address.endpoint() == null && RegionMetadata.of(Region.of(address.region())) == null) {
        return new Diagnosis(Fault.CONFIGURATION, "no such AWS region", Remedy.ODD_REGION);
      }
      endpoint = Remedy.ENDPOINT_UNKNOWN;
    } else if (e instanceof ConnectException) {
      endpoint = Remedy.ENDPOINT_REFUSED;
    }
    // Amazon's own endpoint is neither misspelt nor to be started.
    Remedy remedy = address.amazon() ? Remedy.AMAZON_UNREACHABLE : endpoint;
    return new Diagnosis(Fault.UNAVAILABLE, Causes.describe(e), remedy);
  }
}
