package etl.environment;

import etl.event.Fault;

/** The exit codes that scripts rely on. */
public enum ExitCode {
  DONE(0),
  BUG(1),
  USAGE(2),
  /** Completed, but a check failed or something was not found. */
  CHECK_FAILED(3),
  UNAVAILABLE(69),
  DENIED(77),
  CONFIGURATION(78);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static ExitCode of(Fault fault) {
    return switch (fault) {
      case UNAVAILABLE, NOT_REPLICATED, TOO_LARGE -> UNAVAILABLE;
      case DENIED -> DENIED;
      // Data refused for every message means that the tables do not fit.
      case CONFIGURATION, DATA -> CONFIGURATION;
      case UNEXPECTED -> BUG;
    };
  }
}
