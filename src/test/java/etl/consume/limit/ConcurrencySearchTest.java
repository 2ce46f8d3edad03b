package etl.consume.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class ConcurrencySearchTest {
  private static final long MILLI = 1_000_000;

  /** Answers as many calls at once as there are, each after 10 ms. */
  private static final IntToLongFunction GOOD = concurrent -> 10 * MILLI;

  /** Answers one call after the other. */
  private static final IntToLongFunction SERIAL = concurrent -> concurrent * 15 * MILLI;

  /** Answers one after the other, each the slower the more wait. */
  private static final IntToLongFunction CROWDED =
      concurrent -> concurrent * (150 + 10L * concurrent) * MILLI;

  @Test
  void fast_server_is_asked_by_many_within_a_second() {
    Server server = new Server(64, GOOD);
    server.run(Duration.ofSeconds(1));

    assertThat(server.widest()).isGreaterThanOrEqualTo(24);
    assertThat(server.answered()).isGreaterThan(2_000);
  }

  @Test
  void fast_server_goes_on_being_asked_by_many() {
    Server server = new Server(64, GOOD);
    server.run(Duration.ofSeconds(1));
    int before = server.answered();
    server.run(Duration.ofSeconds(60));

    // 62 calls at once are the most that a fast consumer needs at 10 ms.
    assertThat(server.answered() - before).isGreaterThan(60 * 6_200 * 97 / 100);
  }

  @Test
  void server_that_answers_one_by_one_is_asked_by_few() {
    Server server = new Server(64, SERIAL);
    server.run(Duration.ofSeconds(60));

    assertThat(server.widest()).isLessThanOrEqualTo(8);
    assertThat(server.width()).isLessThanOrEqualTo(2);
  }

  @Test
  void server_that_slows_down_under_many_answers_nearly_as_much_as_it_does_to_one() {
    Server alone = new Server(1, CROWDED);
    alone.run(Duration.ofMinutes(5));
    Server crowded = new Server(64, CROWDED);
    crowded.run(Duration.ofMinutes(5));

    assertThat(crowded.answered()).isGreaterThan(alone.answered() * 95 / 100);
  }

  @Test
  void server_of_four_workers_is_asked_by_four() {
    Server server = new Server(64, concurrent -> Math.max(4, concurrent) * 10 * MILLI);
    server.run(Duration.ofSeconds(20));

    assertThat(server.width()).isEqualTo(4);
  }

  @Test
  void server_that_becomes_slow_is_asked_by_fewer_and_when_it_recovers_by_many() {
    Server server = new Server(64, GOOD);
    server.run(Duration.ofSeconds(5));
    server.becomes(SERIAL);
    server.run(Duration.ofSeconds(60));
    int slow = server.width();
    server.becomes(GOOD);
    server.run(Duration.ofSeconds(5));

    assertThat(slow).isLessThanOrEqualTo(2);
    assertThat(server.width()).isGreaterThanOrEqualTo(16);
  }

  @Test
  void busy_process_that_sees_many_answers_late_goes_on_asking_by_many() {
    Random random = new Random(1);
    Server server =
        new Server(
            64,
            concurrent -> 10 * MILLI + (random.nextInt(3) > 0 ? random.nextInt(50) * MILLI : 0));
    server.run(Duration.ofSeconds(2));
    int before = server.answered();
    server.run(Duration.ofSeconds(30));

    // 62 calls at once, each of 27 ms.
    assertThat(server.answered() - before).isGreaterThan(68_900 * 85 / 100);
  }

  @Test
  void now_and_then_a_slow_answer_changes_nothing() {
    Server server = new Server(64, GOOD);
    server.run(Duration.ofSeconds(1));
    server.disturb(100, Duration.ofSeconds(2));
    server.forget();
    server.run(Duration.ofSeconds(10));

    assertThat(server.narrowest()).isGreaterThanOrEqualTo(13);
  }

  @Test
  void width_is_never_below_one_nor_above_the_most() {
    for (int most : new int[] {1, 2, 3, 7, 20}) {
      for (IntToLongFunction kind : new IntToLongFunction[] {GOOD, SERIAL, CROWDED}) {
        Server server = new Server(most, kind);
        server.run(Duration.ofSeconds(30));

        assertThat(server.narrowest()).isGreaterThanOrEqualTo(1);
        assertThat(server.widest()).isLessThanOrEqualTo(most);
      }
    }
  }

  @Test
  void after_an_empty_queue_it_begins_anew() {
    Server server = new Server(64, GOOD);
    server.run(Duration.ofSeconds(1));
    server.search.restart();

    assertThat(server.width()).isEqualTo(4);
  }

  /** A server whose round trips depend on how many are under way, and who calls it. */
  private static final class Server {
    private record Call(Instant end, Instant sent, int concurrent) {}

    private final ConcurrencySearch search;
    private final PriorityQueue<Call> underWay =
        new PriorityQueue<>((a, b) -> a.end.compareTo(b.end));
    private IntToLongFunction kind;
    private Instant now = Instant.EPOCH;
    private int answered;
    private int widest;
    private int narrowest = Integer.MAX_VALUE;
    private int disturbEvery = Integer.MAX_VALUE;
    private Duration disturbance = Duration.ZERO;

    Server(int most, IntToLongFunction kind) {
      this.search = new ConcurrencySearch(most);
      this.kind = kind;
    }

    void becomes(IntToLongFunction other) {
      kind = other;
    }

    void disturb(int every, Duration extra) {
      disturbEvery = every;
      disturbance = extra;
    }

    void forget() {
      narrowest = Integer.MAX_VALUE;
    }

    void run(Duration time) {
      Instant end = now.plus(time);
      while (now.isBefore(end)) {
        while (underWay.size() < search.width()) {
          int concurrent = underWay.size() + 1;
          long nanos = kind.applyAsLong(concurrent);
          Duration extra =
              answered % disturbEvery == disturbEvery - 1 ? disturbance : Duration.ZERO;
          underWay.add(new Call(now.plusNanos(nanos).plus(extra), now, concurrent));
        }
        Call call = underWay.poll();
        now = call.end;
        answered++;
        search.took(call.concurrent, Duration.between(call.sent, now), now);
        widest = Math.max(widest, search.width());
        narrowest = Math.min(narrowest, search.width());
      }
    }

    int answered() {
      return answered;
    }

    int width() {
      return search.width();
    }

    int widest() {
      return widest;
    }

    int narrowest() {
      return narrowest;
    }
  }
}
