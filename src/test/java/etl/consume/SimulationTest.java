package etl.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import etl.testing.Lane;
import java.time.Duration;
import java.util.stream.LongStream;
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

  @Test
  void messages_deleted_at_once_can_be_lost_by_a_database_that_fails_over() {
    assertThat(LongStream.rangeClosed(1, 200).filter(SimulationTest::losesMessages).count())
        .isPositive();
  }

  private static boolean losesMessages(long seed) {
    try {
      new Simulation(seed, Duration.ZERO).run();
      return false;
    } catch (AssertionError e) {
      return true;
    }
  }
}
