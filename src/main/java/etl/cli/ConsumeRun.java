package etl.cli;

import etl.cli.option.LimitOptions;
import etl.cli.option.TuningOptions;
import etl.consume.ConsumeSettings;
import etl.consume.ConsumeSettings.OnReject;
import etl.consume.EventConsumer;
import etl.consume.report.ConsumeListener;
import etl.consume.report.ConsumeSummary;
import etl.consume.report.ListenerGroup;
import etl.environment.Signals;
import etl.event.EventQueue;
import etl.event.EventStore;
import etl.log.ConsumeLog;
import etl.log.LimitedLog;
import etl.log.Log;
import etl.metrics.RunObserver;
import etl.progress.RunDisplay;
import etl.spec.EventParser;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a consumer with its log, its progress and its metrics, until it is done or a signal comes.
 */
final class ConsumeRun {
  private final ConsumeSettings settings;
  private final Clock clock;

  ConsumeRun(ConsumeSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  static ConsumeSettings settings(
      LimitOptions limits,
      TuningOptions tuning,
      OnReject onReject,
      Duration deleteAfter,
      boolean dryRun) {
    return new ConsumeSettings(
        limits.follow,
        limits.messages(dryRun),
        limits.duration(),
        limits.idle,
        onReject,
        limits.rejects(),
        deleteAfter,
        dryRun,
        limits.outageLimit,
        limits.shutdownTimeout.minus(limits.closing()),
        tuning.receivers,
        tuning.writers,
        tuning.batchSize,
        tuning.linger,
        tuning.memory());
  }

  /**
   * Runs it.
   *
   * @param observer null without metrics
   * @param display closed at the end
   */
  ConsumeSummary consume(
      EventQueue queue,
      EventStore store,
      EventParser parser,
      RunObserver observer,
      ConsumeListener report,
      RunDisplay display,
      Log log) {
    try (display;
        LimitedLog limited = new LimitedLog(log, clock)) {
      List<ConsumeListener> listeners = new ArrayList<>();
      listeners.add(
          new ConsumeLog(log, limited, settings.follow() ? null : settings.outageLimit()));
      listeners.add(report);
      listeners.addAll(
          display.listeners(settings.follow() ? null : queue, settings.maxMessages(), log));
      if (observer != null) {
        listeners.addAll(observer.listeners());
      }
      EventConsumer consumer =
          new EventConsumer(
              queue,
              store,
              parser,
              settings,
              new ListenerGroup(
                  listeners, (listener, why) -> ConsumeLog.listenerFailed(log, listener, why)));
      return display.during(() -> Signals.stopping(consumer::stop, consumer::run));
    }
  }
}
