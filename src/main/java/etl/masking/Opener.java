package etl.masking;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.HybridDecrypt;
import etl.doctor.Remedy;
import etl.masking.SealedForm.Sealed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Opens what a {@link Sealer} has sealed, in this or an earlier generation, as far as the keys can.
 * Not thread-safe.
 */
public final class Opener {
  /** The private keys, and the data keys that they have opened, each once. Thread-safe. */
  static final class DataKeyCache {
    private final HybridDecrypt privateKeys;
    private final Map<String, byte[]> opened = new ConcurrentHashMap<>();

    DataKeyCache(HybridDecrypt privateKeys) {
      this.privateKeys = privateKeys;
    }

    private void add(SealedKey key) {
      try {
        byte[] context = DataKeys.context(key.id(), key.generation());
        opened.put(key.id(), privateKeys.decrypt(key.sealed(), context));
      } catch (GeneralSecurityException e) {
        throw new KeysException(
            "a data key of generation " + key.generation() + " was sealed to another public key",
            Remedy.OTHER_KEYS,
            e);
      }
    }
  }

  /** Of some two kilobytes each. */
  private static final int MOST_CIPHERS = 1_000;

  private final int generation;
  private final Aead aead;
  private final DataKeyCache dataKeys;
  private final SealedKey.Reader stored;

  // A cipher that is used again with its own key need not expand it.
  private final Map<String, AesGcm> ciphers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AesGcm> eldest) {
          return size() > MOST_CIPHERS;
        }
      };

  /**
   * @param generation the newest; 0 without keys
   * @param aead opens what is not sealed; null if the keys cannot
   * @param dataKeys opens what is sealed; null if the keys cannot
   * @param stored the sealed data keys
   */
  Opener(int generation, Aead aead, DataKeyCache dataKeys, SealedKey.Reader stored) {
    this.generation = generation;
    this.aead = aead;
    this.dataKeys = dataKeys;
    this.stored = stored;
  }

  /** Whether the keys are of the kind that opens it; null is not encrypted. */
  boolean hasKeyOf(Sealed sealed) {
    return sealed == null
        || sealed.generation() > generation
        || (sealed.dataKey().isEmpty() ? aead != null : dataKeys != null);
  }

  /**
   * The original that is stored with a mask.
   *
   * @param stored the result of {@link Sealer#seal} or {@link Sealer#reseal}
   * @throws KeysException if a key is missing, or it was sealed for another mask or with another
   *     key
   */
  public Pseudonym open(String mask, String stored) {
    if (MaskForm.generation(mask) == 0) {
      return new Pseudonym(mask, stored);
    }
    Sealed sealed = SealedForm.parse(stored);
    String what = "the original of " + mask;
    if (sealed == null) {
      throw new KeysException(what + " is not encrypted, although its mask is keyed");
    }
    byte[] text = decrypted(sealed, mask, what);
    String value = new String(value(sealed, text), StandardCharsets.UTF_8);
    if (isStoredForm(sealed, text)) {
      int end = value.indexOf(Sealer.END);
      return new Pseudonym(
          mask, open(value.substring(0, end), value.substring(end + 1)).original());
    }
    return new Pseudonym(mask, value);
  }

  /**
   * The body that is stored with a message's id.
   *
   * @throws KeysException as {@link #open} does
   */
  public byte[] openBody(String messageId, byte[] stored) {
    Sealed sealed = SealedForm.parse(stored);
    if (sealed == null) {
      return stored;
    }
    byte[] text = decrypted(sealed, messageId, "the body of message " + messageId);
    byte[] value = value(sealed, text);
    return isStoredForm(sealed, text) ? openBody(messageId, value) : value;
  }

  private static boolean isStoredForm(Sealed sealed, byte[] text) {
    return !sealed.dataKey().isEmpty() && text[0] == Sealer.STORED;
  }

  private static byte[] value(Sealed sealed, byte[] text) {
    return sealed.dataKey().isEmpty() ? text : Arrays.copyOfRange(text, 1, text.length);
  }

  /** Reads the data keys of these originals at once, so that {@link #open} need not, one by one. */
  public void prepare(Collection<String> originals) {
    if (dataKeys != null) {
      read(
          originals.stream()
              .map(SealedForm::dataKey)
              .filter(id -> !id.isEmpty() && !dataKeys.opened.containsKey(id))
              .collect(Collectors.toSet()));
    }
  }

  private void read(Set<String> ids) {
    if (!ids.isEmpty()) {
      stored.read(List.copyOf(ids)).forEach(dataKeys::add);
    }
  }

  private byte[] decrypted(Sealed sealed, String beside, String what) {
    if (sealed.generation() > generation) {
      throw KeysException.missing(sealed.generation(), generation);
    }
    if (!hasKeyOf(sealed)) {
      throw KeysException.closed(what);
    }
    try {
      byte[] authenticated = beside.getBytes(StandardCharsets.UTF_8);
      return sealed.dataKey().isEmpty()
          ? aead.decrypt(sealed.ciphertext(), authenticated)
          : cipher(sealed, what).decrypt(sealed.ciphertext(), authenticated);
    } catch (GeneralSecurityException e) {
      throw new KeysException(
          what
              + " cannot be decrypted: it was encrypted with a different key of generation "
              + sealed.generation()
              + ", or for another row",
          Remedy.OTHER_KEYS,
          e);
    }
  }

  private byte[] dataKey(Sealed sealed, String what) {
    if (!dataKeys.opened.containsKey(sealed.dataKey())) {
      read(Set.of(sealed.dataKey()));
    }
    byte[] key = dataKeys.opened.get(sealed.dataKey());
    if (key == null) {
      throw new KeysException(what + " cannot be decrypted: its sealed data key is missing");
    }
    return key;
  }

  private AesGcm cipher(Sealed sealed, String what) {
    byte[] key = dataKey(sealed, what);
    return ciphers.computeIfAbsent(sealed.dataKey(), id -> new AesGcm(key, new byte[0]));
  }
}
