package etl.masking;

/** Where the keys come from. They can be read again, and may have new generations by then. */
@FunctionalInterface
public interface KeySource {
  /**
   * Reads the keys.
   *
   * @throws KeysException if they cannot be read or are not keys
   */
  Keyring read();

  /** Keys passed as text, as a secret manager does. */
  static KeySource text(String text, String name) {
    return () -> {
      try {
        return KeyDocument.read(text);
      } catch (KeysException e) {
        throw new KeysException(name + ": " + e.getMessage(), e.remedy().orElse(null), null);
      }
    };
  }
}
