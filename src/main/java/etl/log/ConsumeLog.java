package etl.log;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
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
  public void on(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Started told) {
      started(told.queue());
    } else if (event instanceof ConsumeEvent.Received told) {
      log.log(
          LogLevel.DEBUG,
          "queue.received",
          "messages",
          told.messages(),
          "bytes",
          told.bytes(),
          "ms",
          told.took().toMillis());
    } else if (event instanceof ConsumeEvent.Committed told) {
      committed(told);
    } else if (event instanceof ConsumeEvent.Discarded told) {
      DiscardedMessage message = told.message();
      log.log(
          LogLevel.TRACE, "message.discarded", "id", message.messageId(), "kind", message.event());
    } else if (event instanceof ConsumeEvent.Left told) {
      limited.log(LogLevel.INFO, "message.left", idAndReason(told.message()));
    } else if (event instanceof ConsumeEvent.Deleted told) {
      log.log(LogLevel.DEBUG, "queue.deleted", "messages", told.messages());
    } else if (event instanceof ConsumeEvent.Extended told) {
      log.log(LogLevel.DEBUG, "queue.extended", "messages", told.messages());
    } else if (event instanceof ConsumeEvent.Released told) {
      log.log(LogLevel.DEBUG, "queue.released", "messages", told.messages());
    } else if (event instanceof ConsumeEvent.Outage told) {
      outage(told);
    } else if (event instanceof ConsumeEvent.Recovered told) {
      unavailable.remove(told.dependency());
      String side = told.dependency().label();
      log.log(LogLevel.INFO, "outage.over", "side", side, "seconds", told.lasted().toSeconds());
    } else if (event instanceof ConsumeEvent.Stopping told) {
      stopping(told.reason());
    } else {
      warn(event);
    }
  }

  private void started(QueueTraits queue) {
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

  private void committed(ConsumeEvent.Committed told) {
    WriteResult result = told.result();
    log.log(
        LogLevel.DEBUG,
        "batch.committed",
        "messages",
        told.batch().size(),
        "rows",
        result.rows(),
        "rejects",
        result.rejects(),
        "ms",
        told.took().toMillis());
    if (log.enabled(LogLevel.TRACE)) {
      told.batch().forEach(m -> log.log(LogLevel.TRACE, "message.committed", "id", m.messageId()));
    }
    for (ParsedMessage message : told.batch()) {
      if (message instanceof RejectedMessage reject) {
        limited.log(LogLevel.INFO, "message.rejected", idAndReason(reject));
      }
    }
  }

  private static Object[] idAndReason(RejectedMessage message) {
    return new Object[] {"id", message.messageId(), "reason", message.reason()};
  }

  /** The first failure of an outage is a warning; later ones are logged at debug. */
  private void outage(ConsumeEvent.Outage told) {
    LogLevel level = unavailable.add(told.dependency()) ? LogLevel.WARN : LogLevel.DEBUG;
    log.log(
        level,
        "outage",
        "side",
        told.dependency().label(),
        "why",
        reason(told.why()),
        "retry_ms",
        told.pause().toMillis(),
        "gives_up_after_seconds",
        outageLimit == null ? null : outageLimit.toSeconds());
  }

  /** Not told of a run that an error keeps from beginning: the error is all there is to tell. */
  private void stopping(StopReason reason) {
    if (started || reason != StopReason.ERROR) {
      log.log(LogLevel.INFO, "consume.stopping", "reason", reason.label());
    }
  }

  private void warn(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Rejecting told) {
      limited.log(
          LogLevel.WARN, "consume.rejecting", "messages", told.messages(), "reason", told.reason());
    } else if (event instanceof ConsumeEvent.Splitting told) {
      limited.log(
          LogLevel.WARN,
          "batch.splitting",
          "messages",
          told.messages(),
          "sqlstate",
          told.sqlState());
    } else if (event instanceof ConsumeEvent.NotReplicated told) {
      limited.log(LogLevel.WARN, "batch.not_replicated", "messages", told.messages());
    } else if (event instanceof ConsumeEvent.FailedOver told) {
      limited.log(LogLevel.WARN, "database.failed_over", "messages", told.messages());
    } else if (event instanceof ConsumeEvent.TimedOut told) {
      limited.log(
          LogLevel.WARN, "message.timed_out", "id", told.messageId(), "sqlstate", told.sqlState());
    } else if (event instanceof ConsumeEvent.GaveUp told) {
      EntryFailure failure = told.failure();
      limited.log(
          LogLevel.WARN,
          "message.gave_up",
          "action",
          told.action().label(),
          "id",
          failure.receipt().messageId(),
          "code",
          failure.code());
    }
  }

  /** Only our own exceptions' messages are known to hold no values. */
  private static String reason(RuntimeException why) {
    boolean ours = why instanceof QueueException || why instanceof StoreException;
    return ours ? why.getMessage() : why.getClass().getName();
  }
}
