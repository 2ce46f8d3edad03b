package etl.consume.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerGroupTest {
  private static final ConsumeEvent EVENT = new ConsumeEvent.Deleted(1);

  private final List<Object> heard = new ArrayList<>();
  private final List<String> reported = new ArrayList<>();

  @Test
  void each_event_reaches_each_listener_in_order() {
    ListenerGroup group = group(heard::add, event -> heard.add("and " + event));

    group.on(EVENT);

    assertThat(heard).containsExactly(EVENT, "and " + EVENT);
    assertThat(reported).isEmpty();
  }

  @Test
  void what_a_listener_throws_is_reported_once_and_keeps_nothing_from_the_others() {
    ConsumeListener broken = throwing(new IllegalStateException("holds a value"));
    ConsumeListener unlinked = throwing(new NoClassDefFoundError("gone"));
    ListenerGroup group = group(broken, heard::add, unlinked, heard::add);

    group.on(EVENT);
    group.on(EVENT);

    assertThat(heard).containsExactly(EVENT, EVENT, EVENT, EVENT);
    assertThat(reported)
        .containsExactly(
            broken.getClass() + " IllegalStateException",
            unlinked.getClass() + " NoClassDefFoundError");
  }

  @Test
  void a_report_that_fails_itself_is_not_missed_by_anybody() {
    ListenerGroup group =
        new ListenerGroup(
            List.of(throwing(new IllegalStateException()), heard::add),
            (listener, why) -> {
              throw new IllegalStateException("the log fails as well");
            });

    group.on(EVENT);

    assertThat(heard).containsExactly(EVENT);
  }

  @Test
  void what_the_virtual_machine_cannot_do_is_passed_on() {
    ListenerGroup group = group(throwing(new OutOfMemoryError("heap")));

    assertThatThrownBy(() -> group.on(EVENT)).isInstanceOf(OutOfMemoryError.class);
  }

  private ListenerGroup group(ConsumeListener... listeners) {
    return new ListenerGroup(
        List.of(listeners),
        (listener, why) -> reported.add(listener + " " + why.getClass().getSimpleName()));
  }

  private static ConsumeListener throwing(Throwable what) {
    return event -> {
      if (what instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) what;
    };
  }
}
