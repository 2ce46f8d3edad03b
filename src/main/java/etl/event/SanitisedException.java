package etl.event;

/**
 * What is left of a third party's exception without its words, which may quote values at every
 * level: the types and the traces.
 */
public final class SanitisedException extends Exception {
  private static final long serialVersionUID = 1L;

  private SanitisedException(Throwable failure, Throwable cause) {
    super(failure.getClass().getName(), cause);
    setStackTrace(failure.getStackTrace());
  }

  /**
   * Takes the words away.
   *
   * @param failure may be null, and so is the result then
   */
  public static SanitisedException of(Throwable failure) {
    return failure == null ? null : new SanitisedException(failure, of(failure.getCause()));
  }
}
