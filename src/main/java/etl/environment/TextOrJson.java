package etl.environment;

import java.util.Locale;

/** How the log and reports are written. */
public enum TextOrJson {
  TEXT,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
