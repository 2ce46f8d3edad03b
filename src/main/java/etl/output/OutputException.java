package etl.output;

import java.io.IOException;
import java.util.Locale;

/** Writing to standard output failed. */
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutputException(IOException cause) {
    super("cannot write to standard output: " + cause.getMessage(), cause);
  }

  /** Whether the reader has closed the pipe, as {@code head} does. */
  public boolean readerHasGone() {
    String message = getCause().getMessage();
    return message != null && message.toLowerCase(Locale.ROOT).contains("broken pipe");
  }
}
