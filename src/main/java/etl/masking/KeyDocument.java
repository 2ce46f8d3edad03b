package etl.masking;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
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
 * as a file. It holds two of Tink's JSON keysets, and which key belongs to which generation.
 */
final class KeyDocument {
  private static final String VERSION = "etl_keys";
  private static final String GENERATIONS = "generations";
  private static final String NUMBER = "generation";
  private static final String CREATED = "created";
  private static final String MASKING = "masking";
  private static final String ENCRYPTION = "encryption";
  private static final String MASKING_KEY = "masking_key";
  private static final String ENCRYPTION_KEY = "encryption_key";

  private KeyDocument() {}

  static String write(Keyring keys) {
    JsonObject document = new JsonObject();
    document.addProperty(VERSION, 1);
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
    document.add(MASKING, keyset(keys.masking(), PrfConfig2026.get()));
    document.add(ENCRYPTION, keyset(keys.encryption(), AeadConfig2026.get()));
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
      if (document.get(VERSION).getAsInt() != 1) {
        throw new KeysException(
            "the keys were made by a newer version of etl", Remedy.NEWER_KEYS, null);
      }
      List<Generation> generations = new ArrayList<>();
      for (JsonElement element : document.getAsJsonArray(GENERATIONS)) {
        JsonObject entry = element.getAsJsonObject();
        generations.add(
            new Generation(
                entry.get(NUMBER).getAsInt(),
                Instant.parse(entry.get(CREATED).getAsString()),
                entry.get(MASKING_KEY).getAsLong(),
                entry.get(ENCRYPTION_KEY).getAsLong()));
      }
      return Keyring.of(
          generations,
          keyset(document.get(MASKING), PrfConfig2026.get()),
          keyset(document.get(ENCRYPTION), AeadConfig2026.get()));
    } catch (KeysException e) {
      throw e;
    } catch (GeneralSecurityException | RuntimeException e) {
      // What the libraries throw for any other text; their messages may quote it.
      throw new KeysException("not keys made by etl", Remedy.NOT_KEYS, null);
    }
  }

  private static KeysetHandle keyset(JsonElement keyset, Configuration configuration)
      throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeyset(
        keyset.toString(), configuration, InsecureSecretKeyAccess.get());
  }
}
