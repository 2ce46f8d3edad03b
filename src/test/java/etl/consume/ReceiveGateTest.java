package etl.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceiveGateTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(32);

  private final VirtualClock clock = new VirtualClock();
  private final Instant start = clock.instant();
  private final ByteBudget budget = new ByteBudget(1_000);

  @Test
  void messages_of_a_quick_answer_count_from_the_sending_of_the_poll() {
    ReceiveGate gate = gate();
    clock.advance(Duration.ofSeconds(3));
    gate.arrived(clock.instant());

    assertThat(gate.invisibleSince()).isEqualTo(start);
  }

  @Test
  void messages_of_a_long_poll_count_from_an_eighth_of_the_timeout_before_the_answer() {
    ReceiveGate gate = gate();
    clock.advance(Duration.ofSeconds(20));
    gate.arrived(clock.instant());

    assertThat(gate.invisibleSince()).isEqualTo(start.plusSeconds(16));
  }

  @Test
  void answer_that_waits_for_room_counts_from_its_arrival_and_is_let_in_after_half_the_timeout() {
    ByteBudget.Reservation other = budget.reserve(500, 500);
    other.settle(500);
    ReceiveGate gate = gate();
    gate.arrived(clock.instant());
    assertThat(gate.tryAdmit(600)).isFalse();
    clock.advance(Duration.ofSeconds(15));
    assertThat(gate.tryAdmit(600)).isFalse();
    clock.advance(Duration.ofSeconds(1));

    assertThat(gate.tryAdmit(600)).isTrue();
    assertThat(gate.invisibleSince()).isEqualTo(start);
    assertThat(gate.reservation().settle(600)).as("there is room for it").isFalse();
    assertThat(budget.used()).isEqualTo(500);
  }

  @Test
  void one_answer_at_a_time_is_let_in_beyond_the_capacity() {
    budget.reserve(500, 500).settle(500);
    ReceiveGate one = gate();
    ReceiveGate two = gate();
    clock.advance(TIMEOUT);

    assertThat(one.tryAdmit(800)).isTrue();
    assertThat(two.tryAdmit(800)).isFalse();
    one.reservation().settle(800);
    assertThat(two.tryAdmit(800)).isTrue();
  }

  @Test
  void answer_for_which_there_is_room_in_the_end_is_kept() {
    budget.reserve(500, 500).settle(500);
    ReceiveGate gate = gate();
    clock.advance(TIMEOUT);
    assertThat(gate.tryAdmit(800)).isTrue();
    budget.release(500);

    assertThat(gate.reservation().settle(800)).isTrue();
    assertThat(budget.used()).isEqualTo(800);
  }

  @Test
  void answer_that_unfolds_grows_until_another_one_is_in_hand() {
    ReceiveGate one = gate();
    ReceiveGate two = gate();
    one.unfolded(800);
    one.unfolded(1_500);

    assertThat(two.tryAdmit(20)).isFalse();
    assertThat(one.reservation().settle(1_500)).as("nothing else was in hand").isTrue();
    assertThat(two.tryAdmit(20)).isFalse();
    budget.release(1_500);
    assertThat(two.tryAdmit(20)).isTrue();
  }

  private ReceiveGate gate() {
    return new ReceiveGate(budget.reserve(10, 10), TIMEOUT, clock);
  }
}
