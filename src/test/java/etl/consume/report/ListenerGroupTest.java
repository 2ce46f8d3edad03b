package etl.consume.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerGroupTest {
  private final List<String> heard = new ArrayList<>();
  private final List<String> reported = new ArrayList<>();

  @Test
  void each_fact_reaches_each_listener() throws ReflectiveOperationException {
    ListenerGroup group = group(recorder(), recorder());
    for (Method fact : ConsumeListener.class.getMethods()) {
      if (!Modifier.isStatic(fact.getModifiers())) {
        heard.clear();
        fact.invoke(group, arguments(fact));
        assertThat(heard).as(fact.getName()).containsExactly(fact.getName(), fact.getName());
      }
    }
    assertThat(reported).isEmpty();
  }

  @Test
  void what_a_listener_throws_is_reported_once_and_keeps_nothing_from_the_others() {
    ConsumeListener broken = throwing(new IllegalStateException("holds a value"));
    ConsumeListener unlinked = throwing(new NoClassDefFoundError("gone"));
    ListenerGroup group = group(broken, recorder(), unlinked, recorder());

    group.deleted(1);
    group.deleted(2);

    assertThat(heard).containsExactly("deleted", "deleted", "deleted", "deleted");
    assertThat(reported)
        .containsExactly(
            broken.getClass() + " IllegalStateException",
            unlinked.getClass() + " NoClassDefFoundError");
  }

  @Test
  void a_report_that_fails_itself_is_not_missed_by_anybody() {
    ListenerGroup group =
        new ListenerGroup(
            List.of(throwing(new IllegalStateException()), recorder()),
            (listener, why) -> {
              throw new IllegalStateException("the log fails as well");
            });

    group.deleted(1);

    assertThat(heard).containsExactly("deleted");
  }

  @Test
  void what_the_virtual_machine_cannot_do_is_passed_on() {
    ListenerGroup group = group(throwing(new OutOfMemoryError("heap")));

    assertThatThrownBy(() -> group.received(1, 1, Duration.ZERO))
        .isInstanceOf(OutOfMemoryError.class);
  }

  private ListenerGroup group(ConsumeListener... listeners) {
    return new ListenerGroup(
        List.of(listeners),
        (listener, why) -> reported.add(listener + " " + why.getClass().getSimpleName()));
  }

  private ConsumeListener recorder() {
    return (ConsumeListener)
        Proxy.newProxyInstance(
            ConsumeListener.class.getClassLoader(),
            new Class<?>[] {ConsumeListener.class},
            (proxy, fact, arguments) -> {
              if (fact.getDeclaringClass() == ConsumeListener.class) {
                heard.add(fact.getName());
                return null;
              }
              return fact.getName().equals("hashCode")
                  ? (Object) System.identityHashCode(proxy)
                  : null;
            });
  }

  private static ConsumeListener throwing(Throwable what) {
    return new ConsumeListener() {
      @Override
      public void deleted(int messages) {
        fail();
      }

      @Override
      public void received(int messages, long bytes, Duration took) {
        fail();
      }

      private void fail() {
        if (what instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) what;
      }
    };
  }

  /** Zeros and nulls: a group looks at none of them. */
  private static Object[] arguments(Method fact) {
    List<Object> arguments = new ArrayList<>();
    for (Class<?> type : fact.getParameterTypes()) {
      arguments.add(type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null);
    }
    return arguments.toArray();
  }
}
