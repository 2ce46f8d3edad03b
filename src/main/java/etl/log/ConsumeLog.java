package etl.log;

import etl.consume.report.ConsumeListener;
import etl.consume.report.StopReason;
import etl.event.DiscardedMessage;
import etl.event.EntryFailure;
import etl.event.ParsedMessage;
import etl.event.QueueException;
import etl.event.QueueTraits;
import etl.event.RejectedMessage;
import etl.event.StoreException;
import etl.event.WriteResult;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Logs what a consumer does, by message id and never by content. A good message is logged at trace
 * level only.
 */
public final class ConsumeLog implements ConsumeListener {
  private final Log log;
  private final LimitedLog limited;
  private final Set<Dependency> unavailable = EnumSet.noneOf(Dependency.class);
  private final Duration outageLimit;
  private boolean started;

  /**
   * @param outageLimit how long an outage may last before it ends the run, null if it never does
   */
  public ConsumeLog(Log log, LimitedLog limited, Duration outageLimit) {
    this.log = log;
    this.limited = limited;
    this.outageLimit = outageLimit;
  }

  /** A listener threw something: told once for each, by the names of the classes alone. */
  public static void listenerFailed(Log log, Class<?> listener, Throwable why) {
    log.log(
        LogLevel.WARN,
        "listener.failed",
        "listener",
        listener.getName(),
        "why",
        why.getClass().getName());
  }

  @Override
  public void started(QueueTraits queue) {
    started = true;
    log.log(
        LogLevel.INFO,
        "consume.started",
        "queue",
        queue.url(),
        "visibility_timeout",
        queue.visibilityTimeout().toSeconds(),
        "fifo",
        queue.fifo());
  }

  @Override
  public void received(int messages, long bytes, Duration took) {
    log.log(
        LogLevel.DEBUG,
        "queue.received",
        "messages",
        messages,
        "bytes",
        bytes,
        "ms",
        took.toMillis());
  }

  @Override
  public void committed(List<? extends ParsedMessage> batch, WriteResult result, Duration took) {
    log.log(
        LogLevel.DEBUG,
        "batch.committed",
        "messages",
        batch.size(),
        "rows",
        result.rows(),
        "rejects",
        result.rejects(),
        "ms",
        took.toMillis());
    if (log.enabled(LogLevel.TRACE)) {
      batch.forEach(m -> log.log(LogLevel.TRACE, "message.committed", "id", m.messageId()));
    }
  }

  @Override
  public void rejected(RejectedMessage message) {
    limited.log(LogLevel.INFO, "message.rejected", idAndReason(message));
  }

  @Override
  public void discarded(DiscardedMessage message) {
    log.log(
        LogLevel.TRACE, "message.discarded", "id", message.messageId(), "kind", message.event());
  }

  @Override
  public void left(RejectedMessage message) {
    limited.log(LogLevel.INFO, "message.left", idAndReason(message));
  }

  private static Object[] idAndReason(RejectedMessage message) {
    return new Object[] {"id", message.messageId(), "reason", message.reason()};
  }

  @Override
  public void rejecting(String reason, int messages) {
    limited.log(LogLevel.WARN, "consume.rejecting", "messages", messages, "reason", reason);
  }

  @Override
  public void splitting(int messages, String sqlState) {
    limited.log(LogLevel.WARN, "batch.splitting", "messages", messages, "sqlstate", sqlState);
  }

  @Override
  public void notReplicated(int messages) {
    limited.log(LogLevel.WARN, "batch.not_replicated", "messages", messages);
  }

  @Override
  public void failedOver(int messages) {
    limited.log(LogLevel.WARN, "database.failed_over", "messages", messages);
  }

  @Override
  public void timedOut(String messageId, String sqlState) {
    limited.log(LogLevel.WARN, "message.timed_out", "id", messageId, "sqlstate", sqlState);
  }

  @Override
  public void deleted(int messages) {
    log.log(LogLevel.DEBUG, "queue.deleted", "messages", messages);
  }

  @Override
  public void extended(int messages) {
    log.log(LogLevel.DEBUG, "queue.extended", "messages", messages);
  }

  @Override
  public void released(int messages) {
    log.log(LogLevel.DEBUG, "queue.released", "messages", messages);
  }

  @Override
  public void gaveUp(String action, EntryFailure failure) {
    limited.log(
        LogLevel.WARN,
        "message.gave_up",
        "action",
        action,
        "id",
        failure.receipt().messageId(),
        "code",
        failure.code());
  }

  /** The first failure of an outage is a warning; later ones are logged at debug. */
  @Override
  public void outage(Dependency dependency, RuntimeException why, Duration pause) {
    LogLevel level = unavailable.add(dependency) ? LogLevel.WARN : LogLevel.DEBUG;
    log.log(
        level,
        "outage",
        "side",
        name(dependency),
        "why",
        reason(why),
        "retry_ms",
        pause.toMillis(),
        "gives_up_after_seconds",
        outageLimit == null ? null : outageLimit.toSeconds());
  }

  @Override
  public void recovered(Dependency dependency, Duration lasted) {
    unavailable.remove(dependency);
    log.log(LogLevel.INFO, "outage.over", "side", name(dependency), "seconds", lasted.toSeconds());
  }

  /** Not told of a run that an error keeps from beginning: the error is all there is to tell. */
  @Override
  public void stopping(StopReason reason) {
    if (!started && reason == StopReason.ERROR) {
      return;
    }
    log.log(LogLevel.INFO, "consume.stopping", "reason", reason.label());
  }

  private static String name(Dependency dependency) {
    return dependency.name().toLowerCase(Locale.ROOT);
  }

  /** Only our own exceptions' messages are known to hold no values. */
  private static String reason(RuntimeException why) {
    boolean ours = why instanceof QueueException || why instanceof StoreException;
    return ours ? why.getMessage() : why.getClass().getName();
  }
}
