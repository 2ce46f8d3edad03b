package etl.environment;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an orderly stop, and lets the second one end the
 * process at once with 128 and its number.
 *
 * <p>A shutdown hook would not do: it does not notice a second signal, and the exit code would be
 * the signal's. The JDK's signal API is not standard, so it is called by reflection; on a JVM
 * without it, signals have their default effect. The JVM keeps ignoring a signal that was ignored
 * when the process started, as with nohup.
 */
public final class Signals {
  private static final List<String> STOP = List.of("INT", "TERM", "HUP");
  private static final List<String> RESIZE = List.of("WINCH");

  private final List<Runnable> restorations = new ArrayList<>();
  private final IntConsumer heard;

  private Signals(IntConsumer heard) {
    this.heard = heard;
  }

  /**
   * Does work that can be stopped, and handles signals while it runs.
   *
   * @param stop called by the first signal, on a thread of the JVM; must return quickly
   */
  public static <T> T stopping(Runnable stop, Supplier<T> work) {
    AtomicBoolean stopping = new AtomicBoolean();
    return hearing(
        STOP,
        number -> {
          if (stopping.compareAndSet(false, true)) {
            stop.run();
          } else {
            Runtime.getRuntime().halt(128 + number);
          }
        },
        work);
  }

  /**
   * Does work that is told when the terminal is resized.
   *
   * @param resized called then, on a thread of the JVM; must return quickly
   */
  public static <T> T resizing(Runnable resized, Supplier<T> work) {
    return hearing(RESIZE, number -> resized.run(), work);
  }

  private static <T> T hearing(List<String> names, IntConsumer heard, Supplier<T> work) {
    Signals signals = new Signals(heard);
    try {
      names.forEach(signals::handle);
      return work.get();
    } finally {
      signals.restorations.forEach(Runnable::run);
    }
  }

  private void handle(String name) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method handle = signalType.getMethod("handle", signalType, handlerType);
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      int number = (int) signalType.getMethod("getNumber").invoke(signal);
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, args) -> {
                // The JVM calls no other method of a handler.
                if (method.getName().equals("handle")) {
                  heard.accept(number);
                }
                return null;
              });
      Object previous = handle.invoke(null, signal, handler);
      restorations.add(() -> restore(handle, signal, previous));
    } catch (ReflectiveOperationException e) {
      // Another JVM, or one started with -Xrs: the default action stays.
      return;
    }
  }

  private static void restore(Method handle, Object signal, Object previous) {
    try {
      handle.invoke(null, signal, previous);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a signal handler cannot be restored", e);
    }
  }
}
