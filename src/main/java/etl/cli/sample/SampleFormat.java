package etl.cli.sample;

import java.util.Locale;

/** How sample messages, or rejected ones, are written. */
public enum SampleFormat {
  /** A body a line. */
  BODY,
  /** Messages as the AWS command line prints them. */
  MESSAGE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
