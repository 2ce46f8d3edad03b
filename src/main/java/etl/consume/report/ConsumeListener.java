package etl.consume.report;

/** Is told what a consumer does; logs, metrics and progress are built on it. */
@FunctionalInterface
public interface ConsumeListener {
  /** Called on one thread; must return quickly. */
  void on(ConsumeEvent event);
}
