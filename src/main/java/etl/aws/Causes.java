package etl.aws;

import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.stream.Stream;

/** What caused the failure of a call over the network. */
public final class Causes {
  private Causes() {}

  /** An exception and its causes. */
  static Stream<Throwable> of(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause);
  }

  /** The first of a type among an exception and its causes. */
  public static <T extends Throwable> Optional<T> first(Throwable e, Class<T> type) {
    return of(e).filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The network failure that caused an exception, if one did. */
  public static Optional<IOException> network(Throwable e) {
    // Those of files, and of JSON parsers, the SDK's and gson, are IOExceptions too.
    return of(e)
        .filter(c -> !(c instanceof FileSystemException) && !(c instanceof MalformedJsonException))
        .filter(c -> !c.getClass().getName().contains("jackson"))
        .filter(IOException.class::isInstance)
        .map(IOException.class::cast)
        .findFirst();
  }

  /** A network failure in words. */
  public static String describe(IOException e) {
    if (e instanceof ConnectException) {
      return "the connection was refused";
    } else if (e instanceof SocketTimeoutException) {
      return "timed out";
    } else if (e instanceof UnknownHostException) {
      return "unknown host";
    }
    return "the connection broke (" + e.getClass().getSimpleName() + ")";
  }
}
