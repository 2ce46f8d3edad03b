package etl.masking;

import com.google.crypto.tink.Aead;
import etl.doctor.Remedy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * With keys: masks are keyed, originals and bodies are encrypted. The mask or message id is
 * authenticated as associated data, so that a ciphertext copied to another row does not decrypt.
 */
final class KeyedProtection implements Protection {
  private final List<Generation> generations;
  private final KeyedPseudonymiser pseudonymiser;
  private final Aead aead;

  KeyedProtection(Keyring keys) {
    this.generations = keys.generations();
    this.pseudonymiser = new KeyedPseudonymiser(keys);
    this.aead = keys.aead();
  }

  @Override
  public Pseudonym mask(String value) {
    return pseudonymiser.mask(value);
  }

  @Override
  public List<Generation> generations() {
    return generations;
  }

  @Override
  public String rekey(String mask) {
    return pseudonymiser.rekey(mask);
  }

  @Override
  public List<String> forms(String mask) {
    return pseudonymiser.forms(mask);
  }

  @Override
  public String seal(Pseudonym pseudonym) {
    byte[] original = pseudonym.original().getBytes(StandardCharsets.UTF_8);
    return SealedForm.text(encrypted(original, pseudonym.masked()));
  }

  @Override
  public Pseudonym open(String mask, String stored) {
    if (MaskForm.generation(mask) == 0) {
      return new Pseudonym(mask, stored);
    }
    SealedForm.Sealed sealed = SealedForm.parse(stored);
    String what = "the original of " + mask;
    if (sealed == null) {
      throw new KeysException(what + " is not encrypted, although its mask is keyed");
    }
    return new Pseudonym(mask, new String(decrypted(sealed, mask, what), StandardCharsets.UTF_8));
  }

  @Override
  public byte[] sealBody(String messageId, byte[] body) {
    return SealedForm.body(encrypted(body, messageId));
  }

  @Override
  public byte[] openBody(String messageId, byte[] stored) {
    SealedForm.Sealed sealed = SealedForm.parse(stored);
    return sealed == null
        ? stored
        : decrypted(sealed, messageId, "the body of message " + messageId);
  }

  private SealedForm.Sealed encrypted(byte[] text, String beside) {
    try {
      byte[] context = beside.getBytes(StandardCharsets.UTF_8);
      return new SealedForm.Sealed(generation(), aead.encrypt(text, context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private byte[] decrypted(SealedForm.Sealed sealed, String beside, String what) {
    if (sealed.generation() > generation()) {
      throw KeysException.missing(sealed.generation(), generation());
    }
    try {
      return aead.decrypt(sealed.ciphertext(), beside.getBytes(StandardCharsets.UTF_8));
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
}
