package etl.sqs;

import etl.event.Fault;
import java.util.Set;

/**
 * An error code of SQS, in either protocol's spelling.
 *
 * @param code as sent by the server; empty if there was none
 */
record SqsErrorCode(String code) {
  private static final Set<String> NO_QUEUE =
      Set.of(
          "AWS.SimpleQueueService.NonExistentQueue",
          "AWS.SimpleQueueService.QueueDeletedRecently",
          "NonExistentQueue",
          "QueueDeletedRecently",
          "QueueDoesNotExist");
  private static final Set<String> MISCONFIGURED =
      Set.of(
          "AWS.SimpleQueueService.UnsupportedOperation", "InvalidAddress", "UnsupportedOperation");
  private static final Set<String> DENIED =
      Set.of(
          "AccessDenied", "AccessDeniedException", "KMS.AccessDeniedException", "KmsAccessDenied");
  private static final Set<String> NOT_AUTHENTICATED =
      Set.of(
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidSecurity",
          "InvalidSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "NotAuthorized",
          "OptInRequired",
          "RequestExpired",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");
  private static final Set<String> OVERLOADED =
      Set.of(
          "InternalError",
          "InternalFailure",
          "OverLimit",
          "RequestTimeout",
          "ServiceUnavailable",
          "SlowDown",
          "TooManyRequestsException");

  boolean isDenial() {
    return DENIED.contains(code);
  }

  boolean isNoQueue() {
    return NO_QUEUE.contains(code);
  }

  /** Whether waiting may help. */
  boolean isTransient() {
    return OVERLOADED.contains(code) || code.contains("Throttl");
  }

  /** What the code means in a response with this status. */
  Fault fault(int status) {
    if (isTransient()) {
      return Fault.UNAVAILABLE;
    }
    if (isDenial() || NOT_AUTHENTICATED.contains(code)) {
      return Fault.DENIED;
    }
    boolean keyUnusable = code.startsWith("KMS.") || code.startsWith("Kms");
    if (isNoQueue() || MISCONFIGURED.contains(code) || keyUnusable) {
      return Fault.CONFIGURATION;
    }
    return ofStatus(status);
  }

  private Fault ofStatus(int status) {
    if (status == 401 || status == 403) {
      return Fault.DENIED;
    }
    if (status >= 500 || status == 408 || status == 429) {
      return Fault.UNAVAILABLE;
    }
    // A server that sends no code is not an SQS server.
    return code.isEmpty() ? Fault.CONFIGURATION : Fault.UNEXPECTED;
  }
}
