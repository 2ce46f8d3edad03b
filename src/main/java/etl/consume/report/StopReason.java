package etl.consume.report;

import java.util.Locale;

/** Why a run of the consumer ended. */
public enum StopReason {
  IDLE,
  MAX_MESSAGES,
  MAX_DURATION,
  SIGNAL,
  ERROR;

  /** As it stands in the summary: {@code max-messages}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
