package etl.environment;

import etl.doctor.Remediable;
import etl.doctor.Remedy;
import java.util.Objects;
import java.util.Optional;

/** A command cannot go on. The message is one line for standard error, without any values. */
public final class CommandFailure extends RuntimeException implements Remediable {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final transient Remedy remedy;

  public CommandFailure(ExitCode code, String message, Throwable cause) {
    this(code, message, null, cause);
  }

  /**
   * @param remedy what to do about it; null where the message says it
   */
  public CommandFailure(ExitCode code, String message, Remedy remedy, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
    this.code = Objects.requireNonNull(code, "code");
  }

  @Override
  public Optional<Remedy> remedy() {
    return Optional.ofNullable(remedy);
  }

  public ExitCode code() {
    return code;
  }
}
