package etl.sqs.direct;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
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

  private record DayKey(String secret, String day, SecretKeySpec key) {
    boolean is(String otherSecret, String otherDay) {
      return day.equals(otherDay) && secret.equals(otherSecret);
    }

    /** Not the secret. */
    @Override
    public String toString() {
      return "DayKey[" + day + "]";
    }
  }

  private final String region;
  private volatile DayKey known = new DayKey("", "", null);

  Signer(String region) {
    this.region = region;
  }

  /** A time as x-amz-date has it. */
  static String time(Instant now) {
    return TIME.format(now);
  }

  /** A body as x-amz-content-sha256 has it. */
  static String hash(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The Authorization header of a POST to the server's root.
   *
   * @param headers those that are signed, by their names in lower case, sorted by them; their
   *     values are without needless spaces
   * @param time as x-amz-date has it
   * @param bodyHash as x-amz-content-sha256 has it
   */
  String authorization(
      AwsCredentials credentials, Map<String, String> headers, String time, String bodyHash) {
    String names = String.join(";", headers.keySet());
    StringBuilder request = new StringBuilder(1024).append("POST\n/\n\n");
    headers.forEach((name, value) -> request.append(name).append(':').append(value).append('\n'));
    request.append('\n').append(names).append('\n').append(bodyHash);

    String day = time.substring(0, 8);
    String scope = day + '/' + region + '/' + SERVICE + '/' + LAST;
    String signed = ALGORITHM + '\n' + time + '\n' + scope + '\n' + hash(bytes(request.toString()));
    byte[] signature = hmac(key(credentials.secretAccessKey().trim(), day), signed);
    return ALGORITHM
        + " Credential="
        + credentials.accessKeyId().trim()
        + '/'
        + scope
        + ", SignedHeaders="
        + names
        + ", Signature="
        + HexFormat.of().formatHex(signature);
  }

  private SecretKeySpec key(String secret, String day) {
    DayKey kept = known;
    if (!kept.is(secret, day)) {
      byte[] key = bytes("AWS4" + secret);
      for (String part : new String[] {day, region, SERVICE, LAST}) {
        key = hmac(new SecretKeySpec(key, HMAC), part);
      }
      kept = new DayKey(secret, day, new SecretKeySpec(key, HMAC));
      known = kept;
    }
    return kept.key;
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
