package etl.sqs;

import etl.doctor.Remedy;
import etl.event.Fault;
import java.util.Map;
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

  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

  /** What IAM calls the calls that are described by these actions. */
  private static final Map<String, String> RIGHTS =
      Map.of(
          "find", "sqs:GetQueueUrl",
          "read the attributes of", "sqs:GetQueueAttributes",
          "receive from", "sqs:ReceiveMessage",
          "delete from", "sqs:DeleteMessage",
          "change the visibility of messages in", "sqs:ChangeMessageVisibility");

  /**
   * What to do about it; null where nothing but waiting helps.
   *
   * @param action what was attempted, as in "receive from"
   */
  Remedy remedy(String action) {
    if (code.contains("KMS") || code.startsWith("Kms")) {
      return isDenial() ? Remedy.KMS_DENIED : Remedy.KMS_UNUSABLE;
    } else if (isDenial()) {
      return Remedy.allow(RIGHTS.getOrDefault(action, "this action"));
    } else if (isNoQueue() || MISCONFIGURED.contains(code)) {
      return Remedy.NO_QUEUE;
    } else if (EXPIRED.contains(code)) {
      return Remedy.CREDENTIALS_EXPIRED;
    } else if (code.equals("RequestTimeTooSkewed")) {
      return Remedy.CLOCK_SKEWED;
    }
    return NOT_AUTHENTICATED.contains(code) ? Remedy.CREDENTIALS_REFUSED : null;
  }

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
