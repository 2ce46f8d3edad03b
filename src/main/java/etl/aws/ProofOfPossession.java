package etl.aws;

import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Proves in a request's header that its sender has the key which a token was given out for (DPoP,
 * RFC 9449), with a key on the curve P-256.
 */
final class ProofOfPossession {
  /** Of a PKCS #8 key: version 0; an elliptic curve's key; P-256. */
  private static final byte[] P256 =
      HexFormat.of().parseHex("020100301306072a8648ce3d020106082a8648ce3d030107");

  private static final int COORDINATE = 32;

  /** Stands before a point whose coordinates both follow. */
  private static final byte UNCOMPRESSED = 4;

  private ProofOfPossession() {}

  /**
   * The header for a POST to this address.
   *
   * @param pem an "EC PRIVATE KEY" (RFC 5915) with its public key, which stands at its end
   * @throws GeneralSecurityException if it is none
   */
  static String header(String pem, URI address, Instant now) throws GeneralSecurityException {
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
    PrivateKey key = key(der);
    int x = der.length - 2 * COORDINATE;
    int y = der.length - COORDINATE;
    String head =
        """
        {"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"%s","y":"%s"}}"""
            .formatted(
                encode(Arrays.copyOfRange(der, x, y)),
                encode(Arrays.copyOfRange(der, y, der.length)));
    String claims =
        """
        {"jti":"%s","htm":"POST","htu":"%s","iat":%d}"""
            .formatted(UUID.randomUUID(), address, now.getEpochSecond());
    String signed = encode(bytes(head)) + "." + encode(bytes(claims));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(bytes(signed));
    return signed + "." + encode(signature.sign());
  }

  private static PrivateKey key(byte[] der) throws GeneralSecurityException {
    // A key on P-256 is always shorter than 128 bytes, and longer than that in PKCS #8.
    byte[] pkcs8 =
        ByteBuffer.allocate(P256.length + der.length + 5)
            .put(new byte[] {0x30, (byte) 0x81, (byte) (P256.length + 2 + der.length)})
            .put(P256)
            .put(new byte[] {0x04, (byte) der.length})
            .put(der)
            .array();
    PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    BigInteger order = ((ECPrivateKey) key).getParams().getOrder();
    if (order.bitLength() != COORDINATE * 8
        || der[der.length - 2 * COORDINATE - 1] != UNCOMPRESSED) {
      throw new GeneralSecurityException("not a key of this kind");
    }
    return key;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
