package etl.masking;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import com.google.crypto.tink.prf.PrfConfig2026;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.doctor.Remedy;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The stored form of keys: one JSON object on one line, which fits an environment variable as well
 * as a file. It holds Tink's JSON keysets, and which key belongs to which generation. Version 1 is
 * one file, which masks and opens; version 2 is one of two, and names the first generation whose
 * values are sealed to a public key.
 */
final class KeyDocument {
  private static final String VERSION = "etl_keys";
  private static final int ONE_FILE = 1;
  private static final int TWO_FILES = 2;
  private static final String GENERATIONS = "generations";
  private static final String NUMBER = "generation";
  private static final String CREATED = "created";
  private static final String SEALED_FROM = "sealed_from";
  private static final String MASKING = "masking";
  private static final String ENCRYPTION = "encryption";
  private static final String SEALING = "sealing";
  private static final String RECOVERY = "recovery";
  private static final String MASKING_KEY = "masking_key";
  private static final String ENCRYPTION_KEY = "encryption_key";

  private KeyDocument() {}

  static String write(Keyring keys) {
    JsonObject document = new JsonObject();
    document.addProperty(VERSION, keys.seals() ? TWO_FILES : ONE_FILE);
    JsonArray generations = new JsonArray();
    for (Generation generation : keys.generations()) {
      JsonObject entry = new JsonObject();
      entry.addProperty(NUMBER, generation.number());
      entry.addProperty(CREATED, generation.created().toString());
      entry.addProperty(MASKING_KEY, generation.maskingKey());
      entry.addProperty(ENCRYPTION_KEY, generation.encryptionKey());
      generations.add(entry);
    }
    document.add(GENERATIONS, generations);
    if (keys.seals()) {
      document.addProperty(SEALED_FROM, keys.sealedFrom());
    }
    document.add(MASKING, keyset(keys.masking(), PrfConfig2026.get()));
    keys.encryption().ifPresent(e -> document.add(ENCRYPTION, keyset(e, AeadConfig2026.get())));
    // The private keys have the public ones in them.
    keys.recovery()
        .ifPresentOrElse(
            r -> document.add(RECOVERY, keyset(r, HybridConfig2026.get())),
            () ->
                keys.sealing()
                    .ifPresent(s -> document.add(SEALING, keyset(s, HybridConfig2026.get()))));
    return document + "\n";
  }

  private static JsonElement keyset(KeysetHandle keys, Configuration configuration) {
    try {
      return JsonParser.parseString(
          TinkJsonProtoKeysetFormat.serializeKeyset(
              keys, configuration, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keys that are valid can be written", e);
    }
  }

  /**
   * Reads it.
   *
   * @throws KeysException if it is not such a document; neither the message nor a cause quotes it
   */
  static Keyring read(String text) {
    try {
      JsonObject document = JsonParser.parseString(text).getAsJsonObject();
      List<Generation> generations = new ArrayList<>();
      int version = document.get(VERSION).getAsInt();
      if (version > TWO_FILES) {
        throw new KeysException(
            "the keys were made by a newer version of etl", Remedy.NEWER_KEYS, null);
      }
      for (JsonElement element : document.getAsJsonArray(GENERATIONS)) {
        JsonObject entry = element.getAsJsonObject();
        generations.add(
            new Generation(
                entry.get(NUMBER).getAsInt(),
                Instant.parse(entry.get(CREATED).getAsString()),
                entry.get(MASKING_KEY).getAsLong(),
                entry.get(ENCRYPTION_KEY).getAsLong()));
      }
      return keys(document, version == ONE_FILE, generations).checked();
    } catch (KeysException e) {
      throw e;
    } catch (GeneralSecurityException | RuntimeException e) {
      // What the libraries throw for any other text; their messages may quote it.
      throw new KeysException("not keys made by etl", Remedy.NOT_KEYS, null);
    }
  }

  private static Keyring keys(JsonObject document, boolean oneFile, List<Generation> generations)
      throws GeneralSecurityException {
    KeysetHandle masking = keyset(document, MASKING, PrfConfig2026.get());
    if (oneFile) {
      KeysetHandle encryption = keyset(document, ENCRYPTION, AeadConfig2026.get());
      return new Keyring(generations, 0, masking, encryption, null, null);
    }
    int sealedFrom = document.get(SEALED_FROM).getAsInt();
    if (sealedFrom < 1) {
      throw new KeysException("not keys made by etl", Remedy.NOT_KEYS, null);
    }
    if (!document.has(RECOVERY)) {
      KeysetHandle sealing = keyset(document, SEALING, HybridConfig2026.get());
      return new Keyring(generations, sealedFrom, masking, null, sealing, null);
    }
    KeysetHandle encryption =
        document.has(ENCRYPTION) ? keyset(document, ENCRYPTION, AeadConfig2026.get()) : null;
    KeysetHandle recovery = keyset(document, RECOVERY, HybridConfig2026.get());
    return new Keyring(
        generations, sealedFrom, masking, encryption, recovery.getPublicKeysetHandle(), recovery);
  }

  private static KeysetHandle keyset(JsonObject document, String name, Configuration configuration)
      throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeyset(
        document.get(name).toString(), configuration, InsecureSecretKeyAccess.get());
  }
}
