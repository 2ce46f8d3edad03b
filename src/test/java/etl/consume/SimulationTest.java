package etl.consume;

import static org.assertj.core.api.Assertions.fail;

import etl.testing.Lane;
import org.junit.jupiter.api.Test;

class SimulationTest {
  /** {@code -Dsimulation.seed=N} replays one schedule. */
  private static final Long SEED = Long.getLong("simulation.seed");

  private static final int SCHEDULES =
      Integer.getInteger("simulation.schedules", Lane.shortOrLong(2_000, 20_000));

  @Test
  void every_message_ends_once_in_thousands_of_random_schedules() {
    long first = SEED == null ? 1 : SEED;
    long last = SEED == null ? SCHEDULES : SEED;
    for (long seed = first; seed <= last; seed++) {
      try {
        new Simulation(seed).run();
      } catch (RuntimeException | AssertionError e) {
        fail("schedule " + seed + " (replay it with -Dsimulation.seed=" + seed + ")", e);
      }
    }
  }
}
