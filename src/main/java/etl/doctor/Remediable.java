package etl.doctor;

import java.util.Optional;

/** A failure that knows what to do about it. */
public interface Remediable {
  /** What to do about it; empty where nobody can tell, or where the message says it. */
  Optional<Remedy> remedy();

  /** What to do about a failure: the first remedy that it or one of its causes knows. */
  static Optional<Remedy> remedyFor(Throwable failure) {
    Throwable t = failure;
    for (int depth = 0; t != null && depth < 20; depth++) {
      Optional<Remedy> known = t instanceof Remediable r ? r.remedy() : Optional.empty();
      if (known.isPresent()) {
        return known;
      }
      t = t.getCause();
    }
    return Optional.empty();
  }
}
