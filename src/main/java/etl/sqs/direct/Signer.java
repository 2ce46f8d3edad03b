package etl.sqs.direct;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Signs requests to SQS by AWS's Signature Version 4. The key is derived once for each day and each
 * pair of credentials. Safe for use by many threads.
 */
final class Signer {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";
  private static final String SERVICE = "sqs";
  private static final String LAST = "aws4_request";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private record DayKey(String keyId, String secret, String day, String scope, SecretKeySpec key) {
    boolean is(AwsCredentials credentials, String otherDay) {
      return day.equals(otherDay)
          && secret.equals(credentials.secretAccessKey())
          && keyId.equals(credentials.accessKeyId());
    }

    /** Not the secret. */
    @Override
    public String toString() {
      return "DayKey[" + day + "]";
    }
  }

  /** A second, and as x-amz-date has it. */
  private record Second(long second, String time) {}

  /** What a thread hashes with: to look these up and to set them up takes longer than to hash. */
  private static final class Hashes {
    private final MessageDigest sha256;
    private final Mac mac;
    private DayKey macKey;

    private Hashes() {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
        mac = Mac.getInstance(HMAC);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private byte[] hmac(DayKey key, byte[] text) throws InvalidKeyException {
      if (macKey != key) {
        mac.init(key.key);
        macKey = key;
      }
      return mac.doFinal(text);
    }
  }

  private final String region;
  private final ThreadLocal<Hashes> hashes = ThreadLocal.withInitial(Hashes::new);
  private volatile DayKey known = new DayKey("", "", "", "", null);
  private volatile Second last = new Second(Long.MIN_VALUE, "");

  Signer(String region) {
    this.region = region;
  }

  /** A time as x-amz-date has it. */
  String time(Instant now) {
    Second second = last;
    if (second.second != now.getEpochSecond()) {
      second = new Second(now.getEpochSecond(), TIME.format(now));
      last = second;
    }
    return second.time;
  }

  /** A body as x-amz-content-sha256 has it. */
  String hash(byte[] body) {
    return HexFormat.of().formatHex(hashes.get().sha256.digest(body));
  }

  /**
   * The Authorization header of a POST to the server's root.
   *
   * @param headers a line for each that is signed, with its name in lower case, sorted by them;
   *     their values are without needless spaces
   * @param names of these headers
   * @param time as x-amz-date has it
   * @param bodyHash as x-amz-content-sha256 has it
   */
  String authorization(
      AwsCredentials credentials, String headers, String names, String time, String bodyHash) {
    String request = String.join("", "POST\n/\n\n", headers, "\n", names, "\n", bodyHash);
    try {
      DayKey key = key(credentials, time.substring(0, 8));
      String signed = String.join("\n", ALGORITHM, time, key.scope, hash(bytes(request)));
      byte[] signature = hashes.get().hmac(key, bytes(signed));
      return String.join(
          "",
          ALGORITHM,
          " Credential=",
          key.keyId.trim(),
          "/",
          key.scope,
          ", SignedHeaders=",
          names,
          ", Signature=",
          HexFormat.of().formatHex(signature));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private DayKey key(AwsCredentials credentials, String day) throws InvalidKeyException {
    DayKey kept = known;
    if (!kept.is(credentials, day)) {
      byte[] key = bytes("AWS4" + credentials.secretAccessKey().trim());
      for (String part : new String[] {day, region, SERVICE, LAST}) {
        Mac mac = hashes.get().mac;
        mac.init(new SecretKeySpec(key, HMAC));
        key = mac.doFinal(bytes(part));
      }
      hashes.get().macKey = null;
      kept =
          new DayKey(
              credentials.accessKeyId(),
              credentials.secretAccessKey(),
              day,
              day + '/' + region + '/' + SERVICE + '/' + LAST,
              new SecretKeySpec(key, HMAC));
      known = kept;
    }
    return kept;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
