package etl.consume;

import java.time.Duration;

/** Settings for tests, from sensible ones on. */
final class SettingsBuilder {
  private boolean follow;
  private long maxMessages = Long.MAX_VALUE;
  private Duration maxDuration = ConsumeSettings.FOREVER;
  private Duration idle = Duration.ofSeconds(3);
  private ConsumeSettings.OnReject onReject = ConsumeSettings.OnReject.QUARANTINE;
  private long rejectLimit = Long.MAX_VALUE;
  private Duration deleteAfter = Duration.ZERO;
  private boolean dryRun;
  private Duration outageLimit = Duration.ofMinutes(2);
  private int receivers = 4;
  private int writers = 1;
  private int batchSize = 50;
  private long memory = 16 << 20;

  SettingsBuilder follow() {
    follow = true;
    return this;
  }

  SettingsBuilder maxMessages(long messages) {
    maxMessages = messages;
    return this;
  }

  SettingsBuilder maxDuration(Duration duration) {
    maxDuration = duration;
    return this;
  }

  SettingsBuilder idle(Duration duration) {
    idle = duration;
    return this;
  }

  SettingsBuilder leaveRejects() {
    onReject = ConsumeSettings.OnReject.LEAVE;
    return this;
  }

  SettingsBuilder rejectLimit(long messages) {
    rejectLimit = messages;
    return this;
  }

  SettingsBuilder deleteAfter(Duration delay) {
    deleteAfter = delay;
    return this;
  }

  SettingsBuilder dryRun() {
    dryRun = true;
    return this;
  }

  SettingsBuilder outageLimit(Duration duration) {
    outageLimit = duration;
    return this;
  }

  SettingsBuilder receivers(int most) {
    receivers = most;
    return this;
  }

  SettingsBuilder writers(int most) {
    writers = most;
    return this;
  }

  SettingsBuilder batchSize(int most) {
    batchSize = most;
    return this;
  }

  SettingsBuilder memory(long bytes) {
    memory = bytes;
    return this;
  }

  ConsumeSettings build() {
    return new ConsumeSettings(
        follow,
        maxMessages,
        maxDuration,
        idle,
        onReject,
        rejectLimit,
        deleteAfter,
        dryRun,
        outageLimit,
        Duration.ofSeconds(25),
        receivers,
        writers,
        batchSize,
        Duration.ofMillis(50),
        memory);
  }
}
