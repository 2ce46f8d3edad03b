package etl.cli.spec;

import etl.cli.sample.Samples;
import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import etl.event.QueueMessage;
import etl.log.Log;
import etl.log.LogLevel;
import etl.spec.draft.SpecDrafter;

/** Hands samples to a draft, and tells which ones it cannot take. */
final class DraftSamples implements Samples {
  /** They are kept until the draft is made. */
  private static final long MOST = 16L << 20;

  private final SpecDrafter drafter = new SpecDrafter();
  private final Log log;
  private long size;
  private boolean rejected;

  DraftSamples(Log log) {
    this.log = log;
  }

  @Override
  public void take(long line, QueueMessage message) {
    size += message.body().length();
    if (size > MOST) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION,
          "more than " + (MOST >> 20) + " MiB of samples: a draft needs no more than a few hundred",
          null);
    }
    drafter.add(message.body(), message.attributes()).ifPresent(reason -> reject(line, reason));
  }

  @Override
  public void reject(long line, String reason) {
    rejected = true;
    log.say(LogLevel.ERROR, "spec.sample", "line " + line + ": " + reason);
  }

  @Override
  public void advise(String advice) {
    log.say(LogLevel.INFO, "spec.sample", "note: " + advice);
  }

  SpecDrafter drafter() {
    return drafter;
  }

  boolean rejected() {
    return rejected;
  }
}
