package etl.cli.sample;

import java.util.Locale;

/** What stands in a file of samples. */
public enum SampleFormat {
  /** A body a line. */
  BODY,
  /** Messages as the AWS command line prints them. */
  MESSAGE;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
