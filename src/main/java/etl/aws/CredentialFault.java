package etl.aws;

import etl.event.Fault;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Why a source gives no credentials. Of the failures' messages, only what is known to hold no
 * answer of a server or of a program is used.
 *
 * @param fault UNAVAILABLE if it may give some later
 * @param why in words
 */
record CredentialFault(Fault fault, String why) {
  /** Codes that waiting may help with, besides those that are known as throttling. */
  private static final Set<String> TRANSIENT =
      Set.of(
          "IDPCommunicationError",
          "InternalError",
          "InternalFailure",
          "InternalServerException",
          "RequestTimeout",
          "ServiceUnavailable");

  private static final int PROXY_ASKS = 407;

  // How the SDK's exceptions begin that have no type of their own.
  private static final String NOT_FOUND = "The requested metadata is not found";
  private static final String NOT_LOADED = "Failed to load credentials from";
  private static final String PROGRAM_FAILED = "Failed to refresh process-based";
  private static final Pattern EXIT_CODE = Pattern.compile("non-zero exit value \\((-?\\d+)\\)");

  /** How a shell ends that does not find the program, or may not run it. */
  private static final Set<String> NO_PROGRAM = Set.of("126", "127");

  static CredentialFault of(RuntimeException e) {
    Optional<SdkServiceException> answer = Causes.first(e, SdkServiceException.class);
    Optional<IOException> network = Causes.network(e);
    boolean sso = Causes.of(e).anyMatch(x -> x.getClass().getName().contains(".sso."));
    if (answer.isPresent()) {
      return ofAnswer(answer.get());
    } else if (has(e, AbortedException.class)) {
      return away("interrupted");
    } else if (has(e, GeneralSecurityException.class)) {
      return misconfigured("a server's certificate is not trusted");
    } else if (network.isPresent()) {
      return away(Causes.describe(network.get()));
    } else if (sso || has(e, LoginSession.Ended.class)) {
      String login = sso ? "sso login" : "login";
      return denied("the login has expired, or there is none: run aws " + login);
    } else if (says(e, PROGRAM_FAILED)) {
      return ofProgram(e);
    } else if (says(e, NOT_FOUND)) {
      // A server on the machine, which has no credentials until it has been told some.
      return away("HTTP 404");
    } else if (has(e, FileSystemException.class)) {
      return misconfigured("a file of it cannot be read");
    } else if (says(e, NOT_LOADED)) {
      return away("the response holds no credentials");
    } else if (has(e, ClassNotFoundException.class)) {
      return misconfigured("this kind of profile is not supported");
    }
    return misconfigured("a setting of it is missing or wrong");
  }

  /** The failure in a sentence, as far as nothing was got from the source yet. */
  String message(CredentialSources.Source source) {
    return switch (fault) {
      case UNAVAILABLE -> "no AWS credentials yet from " + source.name() + ": " + why;
      case DENIED -> "no AWS credentials: " + source.name() + " refuses them: " + why;
      default -> "no AWS credentials: " + source.name() + " is misconfigured: " + why;
    };
  }

  private static CredentialFault ofAnswer(SdkServiceException e) {
    String code =
        e instanceof AwsServiceException aws && aws.awsErrorDetails() != null
            ? String.valueOf(aws.awsErrorDetails().errorCode())
            : "null";
    int status = e.statusCode();
    // It is a server's word: one that is no code is not repeated.
    boolean named = code.matches("[A-Za-z][\\w.]{1,80}") && !code.equals("null");
    String why = named ? code + " (HTTP " + status + ")" : "HTTP " + status;
    if (status == PROXY_ASKS) {
      why = "the proxy refuses the user or the password (HTTP 407)";
    }
    boolean soon =
        e.isThrottlingException()
            || status >= 500
            || status == 408
            || status == 429
            || TRANSIENT.contains(code);
    return soon ? away(why) : denied(why);
  }

  private static CredentialFault ofProgram(RuntimeException e) {
    Optional<String> code =
        Causes.of(e)
            .map(cause -> EXIT_CODE.matcher(String.valueOf(cause.getMessage())))
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .findFirst();
    return code.filter(NO_PROGRAM::contains)
        .map(number -> misconfigured("the program cannot be run (exit code " + number + ")"))
        .or(() -> code.map(number -> away("the program failed (exit code " + number + ")")))
        .orElseGet(() -> away("the program's output is not of the form of credentials"));
  }

  private static CredentialFault away(String why) {
    return new CredentialFault(Fault.UNAVAILABLE, why);
  }

  private static CredentialFault denied(String why) {
    return new CredentialFault(Fault.DENIED, why);
  }

  private static CredentialFault misconfigured(String why) {
    return new CredentialFault(Fault.CONFIGURATION, why);
  }

  private static boolean says(Throwable e, String beginning) {
    return Causes.of(e).anyMatch(c -> String.valueOf(c.getMessage()).startsWith(beginning));
  }

  private static boolean has(Throwable e, Class<? extends Throwable> type) {
    return Causes.first(e, type).isPresent();
  }
}
