package etl.masking;

import etl.doctor.Remedy;
import java.time.Instant;

/**
 * Two files: a consumer's, whose keys mask and seal, and open nothing, and the recovery file, whose
 * keys are the same with the private ones besides.
 */
public record KeyFilePair(KeyFile consumer, KeyFile recovery) {
  /**
   * Creates both or none, readable only by their owner, with one generation of random keys. Never
   * overwrites a file.
   *
   * @throws KeysException if one of them exists or cannot be written
   */
  public Keyring create(Instant now) {
    // Looked at first, so that hardly ever one has to be removed again.
    if (consumer.exists()) {
      throw consumer.failure("it already exists", Remedy.KEY_FILE_EXISTS, null);
    }
    Keyring keys = recovery.create(FreshKeys.createRecovery(now));
    try {
      return consumer.create(keys.forConsumers());
    } catch (RuntimeException e) {
      recovery.delete();
      throw e;
    }
  }

  /**
   * Adds a generation of random keys to both, as {@link KeyFile#rotate} does to one file. Where the
   * consumer's is still one file that opens too, the recovery file is created; the consumer's no
   * longer opens anything then. Where an earlier rotation came no further than the recovery file,
   * it is completed.
   *
   * @return the consumer's keys
   * @throws KeysException if one of them cannot be read or replaced, or they do not belong together
   */
  public Keyring rotate(Instant now) {
    if (consumer.isSame(recovery)) {
      throw recovery.failure("it must be another file than the consumer's", null, null);
    }
    return consumer.update(
        keys -> {
          if (keys.seals() && keys.opens()) {
            throw consumer.failure(
                "it is a recovery file: name the consumer's first", Remedy.RECOVERY_FILE, null);
          }
          // First, so that the private keys are never missing.
          Keyring rotated =
              recovery.exists() || keys.seals()
                  ? recovery.update(found -> next(found, keys, now))
                  : recovery.create(FreshKeys.rotatedRecovery(keys, now));
          return rotated.forConsumers();
        });
  }

  private Keyring next(Keyring found, Keyring consumers, Instant now) {
    if (!found.seals() || !found.opens()) {
      throw recovery.failure("it is not a recovery file", Remedy.NOT_RECOVERY_KEYS, null);
    } else if (!found.continues(consumers, false)) {
      throw recovery.failure(
          "it does not belong to that key file", Remedy.OLDER_RECOVERY_KEYS, null);
    }
    return found.continues(consumers, true) ? found : FreshKeys.rotatedRecovery(found, now);
  }
}
