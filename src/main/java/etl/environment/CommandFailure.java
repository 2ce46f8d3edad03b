package etl.environment;

import etl.doctor.RemediableException;
import etl.doctor.Remedy;
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

  public ExitCode code() {
    return code;
  }
}
