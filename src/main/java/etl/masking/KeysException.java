package etl.masking;

/**
 * The keys are not usable: a bad key file, or one that lacks a generation. The message contains
 * neither key material nor personal values.
 */
public final class KeysException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KeysException(String message) {
    super(message);
  }

  public KeysException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A generation newer than all the given keys is needed. */
  public static KeysException missing(int generation, int newest) {
    String have = newest == 0 ? "no keys were given" : "the given keys end at generation " + newest;
    return new KeysException(
        "key generation " + generation + " is needed, but " + have + ": see --keys");
  }
}
