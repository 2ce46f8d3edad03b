package etl.consume;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** When and how one side misbehaves, decided by a seed. */
final class Chaos {
  /** How a call ends. */
  enum Fate {
    /** As it should. */
    WELL,
    /** It fails and had no effect. */
    LOST,
    /** It has had its effect, and seems to fail. */
    ANSWER_LOST
  }

  private record Outage(Instant from, Instant to) {}

  private final Random random;
  private final double failures;
  private final double hangs;
  private final double doubles;
  private final List<Outage> outages = new ArrayList<>();
  private boolean calm;
  private boolean cancels;

  /**
   * @param failures how likely it is that a call fails by itself
   * @param hangs how likely it is that a call takes very long
   * @param doubles how likely it is that a message is delivered twice
   */
  Chaos(Random random, double failures, double hangs, double doubles) {
    this.random = random;
    this.failures = failures;
    this.hangs = hangs;
    this.doubles = doubles;
  }

  /** All goes well, and each call takes the same time. */
  static Chaos none() {
    Chaos none = new Chaos(new Random(1), 0, 0, 0);
    none.calm();
    return none;
  }

  void outage(Instant from, Duration length) {
    outages.add(new Outage(from, from.plus(length)));
  }

  /** From now on all goes well. */
  void calm() {
    calm = true;
    outages.clear();
  }

  Fate fate(Instant now) {
    if (outages.stream().anyMatch(o -> !now.isBefore(o.from) && now.isBefore(o.to))) {
      return Fate.LOST;
    }
    if (!calm && random.nextDouble() < failures) {
      return random.nextBoolean() ? Fate.LOST : Fate.ANSWER_LOST;
    }
    return Fate.WELL;
  }

  /** How long a call is on its way, one direction. */
  Duration delay() {
    return !calm && random.nextDouble() < hangs
        ? Duration.ofMillis(random.nextInt(40_000))
        : Duration.ofMillis(random.nextInt(50));
  }

  /** Whether one entry of a batch call fails. */
  boolean entryFails() {
    return !calm && random.nextDouble() < failures;
  }

  /** From now on, now and then nobody waits for the standby to have a commit. */
  void cancelWaits() {
    cancels = true;
  }

  /** Whether the wait for a standby is cancelled. */
  boolean cancelsWait() {
    return cancels && !calm && random.nextInt(5) == 0;
  }

  /** Whether a message is delivered to somebody else too. */
  boolean deliversTwice() {
    return !calm && random.nextDouble() < doubles;
  }

  <T> List<T> shuffled(List<T> list) {
    List<T> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  boolean dropsCallOfTheDead() {
    return random.nextBoolean();
  }

  Random random() {
    return random;
  }
}
