package etl.cli;

import etl.event.Fault;

/** The exit codes that scripts rely on. */
enum ExitCode {
  DONE(0),
  BUG(1),
  USAGE(2),
  /** Done, and something asked about is not so. */
  NOT_SO(3),
  UNAVAILABLE(69),
  REFUSED(77),
  CONFIGURATION(78);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(Fault fault) {
    return switch (fault) {
      case UNAVAILABLE -> UNAVAILABLE;
      case REFUSED -> REFUSED;
      // Data that is refused whatever the message shows tables that do not fit.
      case CONFIGURATION, DATA -> CONFIGURATION;
      case UNEXPECTED -> BUG;
    };
  }
}
