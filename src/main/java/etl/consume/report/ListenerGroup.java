package etl.consume.report;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Tells several listeners what happens, one after another. What one of them throws is reported the
 * first time and keeps nothing from the others nor from the run; only errors of the virtual machine
 * are passed on.
 */
public final class ListenerGroup implements ConsumeListener {
  private final List<ConsumeListener> listeners;
  private final BiConsumer<Class<?>, Throwable> report;
  private final Set<ConsumeListener> failed = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param report hears of a listener that failed, once for each
   */
  public ListenerGroup(List<ConsumeListener> listeners, BiConsumer<Class<?>, Throwable> report) {
    this.listeners = List.copyOf(listeners);
    this.report = report;
  }

  @Override
  public void on(ConsumeEvent event) {
    for (ConsumeListener listener : listeners) {
      isolated(
          () -> listener.on(event),
          why -> {
            if (failed.add(listener)) {
              isolated(() -> report.accept(listener.getClass(), why), unheard -> {});
            }
          });
    }
  }

  private static void isolated(Runnable step, Consumer<Throwable> failed) {
    try {
      step.run();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }
}
