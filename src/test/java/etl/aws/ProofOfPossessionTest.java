package etl.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ProofOfPossessionTest {
  private static final URI ADDRESS = URI.create("https://eu-west-1.signin.aws.amazon.com/v1/token");

  /** Often enough that coordinates with leading zeros come up now and then. */
  @RepeatedTest(20)
  void proof_names_its_key_and_is_signed_by_it() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();

    String proof = ProofOfPossession.header(pem(pair), ADDRESS, Instant.ofEpochSecond(1));

    String[] parts = proof.split("\\.");
    JsonObject head = json(parts[0]);
    assertThat(head.get("typ").getAsString()).isEqualTo("dpop+jwt");
    assertThat(json(parts[1]).get("htu").getAsString()).isEqualTo(ADDRESS.toString());
    JsonObject jwk = head.getAsJsonObject("jwk");
    ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
    assertThat(point).isEqualTo(((ECPublicKey) pair.getPublic()).getW());
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(
        KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class))));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void key_that_is_none_is_refused() {
    assertThatExceptionOfType(GeneralSecurityException.class)
        .isThrownBy(() -> ProofOfPossession.header("c3dvcmRmaXNo", ADDRESS, Instant.EPOCH));
  }

  private static BigInteger number(JsonObject jwk, String name) {
    byte[] bytes = Base64.getUrlDecoder().decode(jwk.get(name).getAsString());
    assertThat(bytes).hasSize(32);
    return new BigInteger(1, bytes);
  }

  private static JsonObject json(String part) {
    String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    return JsonParser.parseString(text).getAsJsonObject();
  }

  /** As RFC 5915 has it, without the parameters, which may be left out. */
  private static String pem(KeyPair pair) {
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    byte[] number = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
    byte[] spki = pair.getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(spki, spki.length - 65, spki.length);
    byte[] der = new byte[2 + 3 + 2 + 32 + 2 + 3 + 65];
    byte[] head = {0x30, 107, 2, 1, 1, 4, 32};
    System.arraycopy(head, 0, der, 0, head.length);
    System.arraycopy(number, 0, der, 7, 32);
    byte[] tail = {(byte) 0xa1, 68, 3, 66, 0};
    System.arraycopy(tail, 0, der, 39, tail.length);
    System.arraycopy(point, 0, der, 44, 65);
    return "-----BEGIN EC PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END EC PRIVATE KEY-----\n";
  }
}
