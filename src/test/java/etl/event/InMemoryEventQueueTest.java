package etl.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class InMemoryEventQueueTest implements EventQueueContract {
  @Override
  public QueueFixture standard(Duration visibilityTimeout) {
    return fixture(new InMemoryEventQueue(Clock.systemUTC(), visibilityTimeout, false));
  }

  @Override
  public QueueFixture fifo(Duration visibilityTimeout) {
    return fixture(new InMemoryEventQueue(Clock.systemUTC(), visibilityTimeout, true));
  }

  @Override
  public QueueFixture redriving(Duration visibilityTimeout, int maxReceives) {
    InMemoryEventQueue queue = new InMemoryEventQueue(Clock.systemUTC(), visibilityTimeout, false);
    queue.redrive(new InMemoryEventQueue(Clock.systemUTC(), LONG, false), maxReceives);
    return fixture(queue);
  }

  private static QueueFixture fixture(InMemoryEventQueue queue) {
    return new QueueFixture(queue, queue);
  }

  @Test
  void long_poll_on_a_clock_that_stands_still_ends_at_once() {
    Clock still = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    InMemoryEventQueue queue = new InMemoryEventQueue(still, LONG, false);
    assertThat(queue.receive(10, EventQueue.LONGEST_WAIT, OPEN)).isEmpty();
  }

  @Test
  void every_message_can_be_followed_through_its_life() {
    Clock still = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    InMemoryEventQueue queue = new InMemoryEventQueue(still, LONG, false);
    String id = queue.send("hello");
    assertThat(queue.entry(id).state()).isEqualTo(InMemoryMessage.State.VISIBLE);

    Receipt receipt = queue.receive(1, Duration.ZERO, OPEN).get(0).receipt();
    assertThat(queue.entry(id).state()).isEqualTo(InMemoryMessage.State.IN_FLIGHT);
    assertThat(queue.entry(id).visibleAt()).isEqualTo(Instant.EPOCH.plus(LONG));

    queue.delete(List.of(receipt));
    assertThat(queue.entries())
        .extracting(InMemoryMessage.Entry::state)
        .containsExactly(InMemoryMessage.State.DELETED);
  }
}
