package etl.progress;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Messages per second, with one decimal. */
public final class Rate {
  private static final int MICROS = 1_000_000;

  private Rate() {}

  /** Zero if no time has passed. */
  public static BigDecimal perSecond(long messages, Duration passed) {
    if (passed.isZero()) {
      return BigDecimal.ZERO.setScale(1);
    }
    BigDecimal micros = BigDecimal.valueOf(Math.max(1, passed.toNanos() / 1000));
    return BigDecimal.valueOf(messages)
        .multiply(BigDecimal.valueOf(MICROS))
        .divide(micros, 1, RoundingMode.HALF_UP);
  }
}
