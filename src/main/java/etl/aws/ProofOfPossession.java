package etl.aws;

import com.google.gson.JsonObject;
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

  private final PrivateKey key;
  private final byte[] point;

  private ProofOfPossession(PrivateKey key, byte[] point) {
    this.key = key;
    this.point = point;
  }

  /**
   * Reads a key.
   *
   * @param pem an "EC PRIVATE KEY" (RFC 5915) with its public key, which stands at its end
   * @throws GeneralSecurityException if it is none
   */
  static ProofOfPossession of(String pem) throws GeneralSecurityException {
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(tagged(0x30, P256, tagged(0x04, der))));
    BigInteger order = ((ECPrivateKey) key).getParams().getOrder();
    if (order.bitLength() != COORDINATE * 8
        || der[der.length - 2 * COORDINATE - 1] != UNCOMPRESSED) {
      throw new GeneralSecurityException("not a key of this kind");
    }
    return new ProofOfPossession(
        key, Arrays.copyOfRange(der, der.length - 2 * COORDINATE, der.length));
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer der = ByteBuffer.allocate(length + 3);
    der.put((byte) tag);
    if (length > 127) {
      der.put((byte) 0x81);
    }
    der.put((byte) length);
    for (byte[] part : parts) {
      der.put(part);
    }
    return Arrays.copyOf(der.array(), der.position());
  }

  /** The header for a POST to this address. */
  String header(URI address, Instant now) throws GeneralSecurityException {
    JsonObject publicKey = new JsonObject();
    publicKey.addProperty("kty", "EC");
    publicKey.addProperty("crv", "P-256");
    publicKey.addProperty("x", encode(Arrays.copyOf(point, COORDINATE)));
    publicKey.addProperty("y", encode(Arrays.copyOfRange(point, COORDINATE, point.length)));
    JsonObject head = new JsonObject();
    head.addProperty("typ", "dpop+jwt");
    head.addProperty("alg", "ES256");
    head.add("jwk", publicKey);
    JsonObject claims = new JsonObject();
    claims.addProperty("jti", UUID.randomUUID().toString());
    claims.addProperty("htm", "POST");
    claims.addProperty("htu", address.toString());
    claims.addProperty("iat", now.getEpochSecond());
    String signed = encode(bytes(head.toString())) + "." + encode(bytes(claims.toString()));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(bytes(signed));
    return signed + "." + encode(signature.sign());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
