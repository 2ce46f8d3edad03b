package etl.event;

/** What kind of trouble an edge reports: it decides whether to wait, to split, or to end. */
public enum Fault {
  /** The other side cannot be reached or cannot work just now: waiting may help. */
  UNAVAILABLE,
  /** Credentials or rights are missing: waiting does not help. */
  DENIED,
  /** What was named does not exist or does not fit: no such queue, no such database or table. */
  CONFIGURATION,
  /** The other side works, and refuses just this data. */
  DATA,
  /** Anything else: a bug here or there. */
  UNEXPECTED
}
