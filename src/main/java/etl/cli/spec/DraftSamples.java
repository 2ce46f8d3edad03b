package etl.cli.spec;

import etl.cli.sample.Samples;
import etl.environment.CommandFailure;
import etl.event.QueueMessage;
import etl.log.Log;
import etl.spec.draft.SpecDrafter;

/** Hands samples to a draft, and tells which ones it cannot take. */
final class DraftSamples extends Samples {
  /** They are kept until the draft is made. */
  private static final long MOST = 16L << 20;

  final SpecDrafter drafter = new SpecDrafter();
  private long size;

  DraftSamples(Log log) {
    super(log);
  }

  @Override
  protected void take(long line, QueueMessage message) {
    size += message.body().length();
    if (size > MOST) {
      throw CommandFailure.configuration(
          "more than "
              + (MOST >> 20)
              + " MiB of samples: a draft needs no more than a few hundred");
    }
    drafter.add(message.body(), message.attributes()).ifPresent(reason -> reject(line, reason));
  }
}
