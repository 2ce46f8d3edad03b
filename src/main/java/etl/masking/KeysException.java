package etl.masking;

import etl.doctor.RemediableException;
import etl.doctor.Remedy;

/**
 * The keys are not usable: a bad key file, or one that lacks a generation. The message contains
 * neither key material nor personal values.
 */
public final class KeysException extends RemediableException {
  private static final long serialVersionUID = 1L;

  public KeysException(String message) {
    this(message, null, null);
  }

  /**
   * @param remedy what to do about it; null where that is not known
   */
  public KeysException(String message, Remedy remedy, Throwable cause) {
    super(message, remedy, cause);
  }

  /** A generation newer than all the given keys is needed. */
  public static KeysException missing(int generation, int newest) {
    String have = newest == 0 ? "no keys were given" : "the given keys end at generation " + newest;
    return new KeysException(
        "key generation " + generation + " is needed, but " + have + ": see --keys",
        Remedy.NEWER_GENERATION,
        null);
  }

  /** Something is sealed, and the recovery file is not given. */
  public static KeysException closed(String what) {
    return new KeysException(
        what
            + " opens only with the recovery file: the key file masks and seals, and opens nothing."
            + " See --recovery-keys",
        Remedy.NO_RECOVERY_KEYS,
        null);
  }

  /** The given keys are not the database's: one of their generations has another key. */
  public static KeysException different(int generation) {
    return new KeysException(
        "these are not the keys of this database: their generation "
            + generation
            + " is a different one",
        Remedy.OTHER_KEYS,
        null);
  }
}
