package etl.environment;

import java.util.Objects;

/** A command cannot go on. The message is one line for standard error, without any values. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public CommandFailure(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  public ExitCode code() {
    return code;
  }
}
