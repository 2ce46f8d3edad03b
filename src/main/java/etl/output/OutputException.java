package etl.output;

import java.io.IOException;
import java.util.Locale;

/** Standard output takes no more. */
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutputException(IOException cause) {
    super("cannot write to standard output: " + cause.getMessage(), cause);
  }

  /** Whether it is only that the reader has seen enough, as {@code head} does. */
  public boolean readerHasGone() {
    String message = getCause().getMessage();
    return message != null && message.toLowerCase(Locale.ROOT).contains("broken pipe");
  }
}
