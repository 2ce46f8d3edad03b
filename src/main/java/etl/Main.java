package etl;

import etl.cli.Cli;

/** The program: builds the wired command line, runs it, exits. */
public final class Main {
  private Main() {}

  /** Runs the command line of this process and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(Cli.runProcess(args));
  }
}
