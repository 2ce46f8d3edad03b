package etl.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchLimitTest {
  private final Batch.Limit limit = new Batch.Limit(1_000);

  @Test
  void the_size_is_halved_down_to_one() {
    for (int expected : new int[] {500, 250, 125, 62, 31, 15, 7, 3, 1, 1}) {
      limit.tooLarge(limit.size());
      assertThat(limit.size()).isEqualTo(expected);
    }
  }

  @Test
  void transactions_that_were_under_way_do_not_halve_it_again() {
    limit.tooLarge(1_000);
    limit.tooLarge(1_000);
    assertThat(limit.size()).isEqualTo(500);
  }

  @Test
  void it_grows_again_after_some_full_batches() {
    limit.tooLarge(1_000);
    commit(Batch.Limit.FIRST_PATIENCE - 1);
    limit.committed(499);
    assertThat(limit.size()).isEqualTo(500);
    commit(1);
    assertThat(limit.size()).isEqualTo(625);
    commit(1_000);
    assertThat(limit.size()).isEqualTo(1_000);
  }

  @Test
  void where_it_had_grown_too_much_it_grows_half_as_often() {
    limit.tooLarge(1_000);
    commit(Batch.Limit.FIRST_PATIENCE);
    limit.tooLarge(limit.size());
    int size = 500;
    assertThat(limit.size()).isEqualTo(size);
    commit(2 * Batch.Limit.FIRST_PATIENCE - 1);
    assertThat(limit.size()).isEqualTo(size);
    commit(1);
    assertThat(limit.size()).isGreaterThan(size);
  }

  private void commit(int batches) {
    for (int i = 0; i < batches; i++) {
      limit.committed(limit.size());
    }
  }
}
