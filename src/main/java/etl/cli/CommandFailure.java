package etl.cli;

import java.util.Objects;

/** A command cannot go on. The message is one line for standard error, without any values. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  CommandFailure(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  ExitCode code() {
    return code;
  }
}
