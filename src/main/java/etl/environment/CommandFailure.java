package etl.environment;

import etl.doctor.RemediableException;
import etl.doctor.Remedy;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** A command cannot go on. The message is one line for standard error, without any values. */
public final class CommandFailure extends RemediableException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public CommandFailure(ExitCode code, String message, Throwable cause) {
    this(code, message, null, cause);
  }

  /**
   * @param remedy what to do about it; null where the message says it
   */
  public CommandFailure(ExitCode code, String message, Remedy remedy, Throwable cause) {
    super(message, remedy, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** A setting or a file is wrong; the message says what to do about it. */
  public static CommandFailure configuration(String message) {
    return new CommandFailure(ExitCode.CONFIGURATION, message, null);
  }

  /**
   * A file cannot be read.
   *
   * @param file what the message calls it
   */
  public static CommandFailure unreadable(String file, Exception why) {
    String what = "cannot be read";
    if (why instanceof NoSuchFileException) {
      what = "no such file";
    } else if (why instanceof AccessDeniedException) {
      what = "permission denied";
    } else if (why instanceof CharacterCodingException) {
      what = "cannot be read as UTF-8 text";
    }
    return new CommandFailure(ExitCode.CONFIGURATION, file + ": " + what, why);
  }

  public ExitCode code() {
    return code;
  }
}
