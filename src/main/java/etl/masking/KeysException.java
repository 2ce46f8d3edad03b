package etl.masking;

/**
 * The keys cannot do what is asked of them: a bad key file, or one that lacks a generation. The
 * message holds neither key material nor personal values.
 */
public final class KeysException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KeysException(String message) {
    super(message);
  }

  public KeysException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The keys end before a generation that is needed. */
  public static KeysException missing(int generation, int newest) {
    String have = newest == 0 ? "no keys are given" : "the keys given end at generation " + newest;
    return new KeysException(
        "key generation " + generation + " is needed, and " + have + ": see --keys");
  }
}
