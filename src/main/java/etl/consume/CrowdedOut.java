package etl.consume;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Deliveries for whose bodies there was no room in time. They stay invisible until each poll that
 * was under way by then is over: one of those would only bring them back, and each receive counts
 * towards the queue's redrive policy. Polls that are sent later expect their size.
 */
final class CrowdedOut {
  private record Answer(List<Delivery> deliveries, Instant since) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Instant> polls = new ArrayList<>();

  void pollSent(Instant sent) {
    polls.add(sent);
  }

  void pollEnded(Instant sent) {
    polls.remove(sent);
  }

  /** Lets go of the bodies, and keeps the receipts. */
  void add(List<Delivery> deliveries, Instant now) {
    for (Delivery delivery : deliveries) {
      delivery.forget();
      delivery.stage(Delivery.Stage.CROWDED_OUT);
    }
    answers.add(new Answer(deliveries, now));
  }

  /**
   * Takes those that are to be given back now.
   *
   * @param all whether to wait no longer
   */
  List<Delivery> take(boolean all) {
    List<Delivery> due = new ArrayList<>();
    while (!answers.isEmpty() && (all || isDue(answers.peek()))) {
      due.addAll(answers.remove().deliveries());
    }
    return due;
  }

  private boolean isDue(Answer answer) {
    return polls.stream().allMatch(sent -> sent.isAfter(answer.since()));
  }
}
