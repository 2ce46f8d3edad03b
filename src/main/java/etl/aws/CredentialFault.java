package etl.aws;

import etl.event.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    return first(e, SdkServiceException.class)
        .map(CredentialFault::ofAnswer)
        .or(() -> ofNetwork(e))
        .or(() -> ofLogin(e))
        .or(() -> ofProgram(e))
        .or(() -> ofLocalServer(e))
        .orElseGet(() -> ofRest(e));
  }

  /** The failure in a sentence, as far as nothing was got from the source yet. */
  String message(CredentialChain.Source source) {
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

  private static Optional<CredentialFault> ofNetwork(Throwable e) {
    if (has(e, AbortedException.class)) {
      return Optional.of(away("interrupted"));
    } else if (has(e, GeneralSecurityException.class)) {
      return Optional.of(misconfigured("a server's certificate is not trusted"));
    }
    return causes(e)
        .filter(CredentialFault::isOfNetwork)
        .findFirst()
        .map(
            broken -> {
              if (broken instanceof ConnectException) {
                return away("the connection was refused");
              } else if (broken instanceof SocketTimeoutException) {
                return away("timed out");
              } else if (broken instanceof UnknownHostException) {
                return away("unknown host");
              }
              return away("the connection broke (" + broken.getClass().getSimpleName() + ")");
            });
  }

  private static boolean isOfNetwork(Throwable e) {
    // Those of files, and of the SDK's JSON parser, are IOExceptions too.
    return e instanceof IOException
        && !(e instanceof FileSystemException)
        && !e.getClass().getName().contains("jackson");
  }

  private static Optional<CredentialFault> ofLogin(RuntimeException e) {
    boolean sso = causes(e).anyMatch(x -> x.getClass().getName().contains(".sso."));
    return sso || has(e, LoginSession.Ended.class)
        ? Optional.of(
            denied(
                "the login has expired, or there is none: run aws "
                    + (sso ? "sso login" : "login")))
        : Optional.empty();
  }

  private static Optional<CredentialFault> ofProgram(RuntimeException e) {
    if (!says(e, PROGRAM_FAILED)) {
      return Optional.empty();
    }
    Optional<String> code =
        causes(e)
            .map(cause -> EXIT_CODE.matcher(String.valueOf(cause.getMessage())))
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .findFirst();
    return Optional.of(
        code.filter(NO_PROGRAM::contains).isPresent()
            ? misconfigured("the program cannot be run (exit code " + code.get() + ")")
            : away(
                code.map(number -> "the program failed (exit code " + number + ")")
                    .orElse("the program's output is not of the form of credentials")));
  }

  /** A server on the machine, which has no credentials until it has been told some. */
  private static Optional<CredentialFault> ofLocalServer(RuntimeException e) {
    if (says(e, NOT_FOUND)) {
      return Optional.of(away("HTTP 404"));
    }
    return says(e, NOT_LOADED) && !has(e, FileSystemException.class)
        ? Optional.of(away("the response holds no credentials"))
        : Optional.empty();
  }

  private static CredentialFault ofRest(RuntimeException e) {
    if (has(e, FileSystemException.class)) {
      return misconfigured("a file of it cannot be read");
    }
    if (has(e, ClassNotFoundException.class)) {
      return misconfigured("this kind of profile is not supported");
    }
    return misconfigured("a setting of it is missing or wrong");
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
    return causes(e).anyMatch(c -> String.valueOf(c.getMessage()).startsWith(beginning));
  }

  private static boolean has(Throwable e, Class<? extends Throwable> type) {
    return first(e, type).isPresent();
  }

  private static <T extends Throwable> Optional<T> first(Throwable e, Class<T> type) {
    return causes(e).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause);
  }
}
