package etl;

import etl.cli.Cli;
import java.util.Locale;
import java.util.SimpleTimeZone;
import java.util.TimeZone;

/** The program: builds the wired command line, runs it, exits. */
public final class Main {
  private Main() {}

  /** Runs the command line of this process and ends the process with its exit code. */
  public static void main(String[] args) {
    // Everything is in UTC. The JDBC driver sends the JVM's time zone to the server with each
    // connection, in no way that can be configured, and the server need not know its name. One made
    // here spares reading the rules of all the others.
    TimeZone.setDefault(new SimpleTimeZone(0, "UTC"));
    // And in English. Java writes a number in the machine's own digits, if it has such, wherever it
    // is not told otherwise, in SQL as well.
    Locale.setDefault(Locale.ROOT);
    System.exit(Cli.runProcess(args));
  }
}
