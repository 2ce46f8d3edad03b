package etl.event;

/** The kind of a failure at either edge: decides whether to wait, to split the batch, or to end. */
public enum Fault {
  /** The server cannot be reached or cannot work right now: waiting may help. */
  UNAVAILABLE,
  /** Credentials or rights are missing: waiting does not help. */
  DENIED,
  /** What was named does not exist or does not fit: no such queue, no such database or table. */
  CONFIGURATION,
  /** Committed, but the wait for its standby was cancelled: a fail-over may undo it. */
  NOT_REPLICATED,
  /** The server works but refuses this data. */
  DATA,
  /** The server works, but not on so much at once: with less in one transaction it may. */
  TOO_LARGE,
  /** Anything else: a bug on either end. */
  UNEXPECTED
}
