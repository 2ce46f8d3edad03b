package etl.masking;

import java.util.Collection;
import java.util.List;

/** Without keys: masks are plain hashes; originals and bodies are stored unencrypted. */
final class PlainProtection implements Protection {
  private final Pseudonymiser pseudonymiser = new Sha256Pseudonymiser();

  @Override
  public Pseudonym mask(String value) {
    return pseudonymiser.mask(value);
  }

  @Override
  public List<Generation> generations() {
    return List.of();
  }

  @Override
  public String rekey(String mask) {
    require(MaskForm.generation(mask));
    return mask;
  }

  @Override
  public List<String> forms(String mask) {
    return List.of(rekey(mask));
  }

  @Override
  public boolean seals() {
    return false;
  }

  @Override
  public boolean opens() {
    return true;
  }

  @Override
  public byte[] bodyMark() {
    return new byte[0];
  }

  @Override
  public Sealer sealer(SealedKey.Reader keys) {
    return new PlainForm();
  }

  @Override
  public Opener opener(SealedKey.Reader keys) {
    return new PlainForm();
  }

  /** Values as they are. */
  private final class PlainForm implements Sealer, Opener {
    @Override
    public String seal(Pseudonym pseudonym) {
      return pseudonym.original();
    }

    @Override
    public byte[] sealBody(String messageId, byte[] body) {
      return body;
    }

    @Override
    public String reseal(String mask, String stored) {
      return open(mask, stored).original();
    }

    @Override
    public byte[] resealBody(String messageId, byte[] stored) {
      return openBody(messageId, stored);
    }

    @Override
    public Collection<SealedKey> keys() {
      return List.of();
    }

    @Override
    public Pseudonym open(String mask, String stored) {
      return new Pseudonym(rekey(mask), stored);
    }

    @Override
    public byte[] openBody(String messageId, byte[] stored) {
      SealedForm.Sealed sealed = SealedForm.parse(stored);
      if (sealed != null) {
        require(sealed.generation());
      }
      return stored;
    }

    @Override
    public void prepare(Collection<String> stored) {
      // Nothing is sealed.
    }
  }

  private static void require(int generation) {
    if (generation > 0) {
      throw KeysException.missing(generation, 0);
    }
  }
}
