package etl.event;

/**
 * What is left of a third party's exception without its words, which may quote values at every
 * level: the types and the traces.
 */
public final class TraceOnly extends Exception {
  private static final long serialVersionUID = 1L;

  private TraceOnly(Throwable failure, Throwable cause) {
    super(failure.getClass().getName(), cause);
    setStackTrace(failure.getStackTrace());
  }

  /**
   * Takes the words away.
   *
   * @param failure may be null, and so is the result then
   */
  public static TraceOnly of(Throwable failure) {
    return failure == null ? null : new TraceOnly(failure, of(failure.getCause()));
  }
}
