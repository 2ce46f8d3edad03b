package etl.consume;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.Logins;
import etl.event.QueueMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class WritesUnderWayTest {
  private static final long MEMORY = 16 << 20;

  private final WritesUnderWay underWay = new WritesUnderWay(MEMORY);

  @Test
  void batches_are_written_side_by_side_while_the_memory_holds_them() {
    underWay.add(batch(5 << 20));
    assertThat(underWay.hasRoom(batch(5 << 20))).isTrue();
    Batch second = batch(5 << 20);
    underWay.add(second);

    assertThat(underWay.hasRoom(batch(7 << 20))).isFalse();
    assertThat(underWay.isCrowded()).isTrue();

    assertThat(underWay.remove(second)).isTrue();
    assertThat(underWay.isCrowded()).isFalse();
    assertThat(underWay.hasRoom(batch(7 << 20))).isTrue();
  }

  @Test
  void the_largest_batch_is_written_alone() {
    assertThat(underWay.hasRoom(batch(40 << 20))).isTrue();
    underWay.add(batch(40 << 20));

    assertThat(underWay.hasRoom(batch(1))).isFalse();
  }

  @Test
  void what_was_given_up_takes_no_room() {
    Batch batch = batch(10 << 20);
    underWay.add(batch);

    assertThat(underWay.giveUp()).containsExactly(batch);
    assertThat(underWay.remove(batch)).isFalse();
    assertThat(underWay.hasRoom(batch(40 << 20))).isTrue();
  }

  private static Batch batch(int bytes) {
    QueueMessage message = Logins.message("x".repeat(bytes));
    return new Batch(List.of(new Delivery(message, Logins.parse("{"))), null);
  }
}
