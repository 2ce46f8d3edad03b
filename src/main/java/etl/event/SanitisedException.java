package etl.event;

/**
 * A third party's exception reduced to its types and stack traces. Its messages are dropped, since
 * they may quote values at any level.
 */
public final class SanitisedException extends Exception {
  private static final long serialVersionUID = 1L;

  private SanitisedException(Throwable failure, Throwable cause) {
    super(failure.getClass().getName(), cause);
    setStackTrace(failure.getStackTrace());
  }

  /**
   * Drops the messages.
   *
   * @param failure may be null, as is the result then
   */
  public static SanitisedException of(Throwable failure) {
    return failure == null ? null : new SanitisedException(failure, of(failure.getCause()));
  }
}
